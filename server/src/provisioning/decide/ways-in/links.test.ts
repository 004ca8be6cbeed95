import { describe } from 'vitest'
import {
  add,
  alter,
  at,
  give,
  mail,
  type Step,
  sit,
  teams,
  tellBoth,
  testCases,
  type World,
  waitlist,
} from '../../../../test/decide-cases.ts'
import { closed, daysLater, start } from '../../../../test/decide-world.ts'
import type { DecideJoinIntent, FollowLinkIntent } from '../../intents/invitation.ts'
import type { Link } from '../../rows/way-in.ts'

const link = (changes: Partial<Link> = {}): Step =>
  alter('links', [
    {
      ...{ id: 81, organizationId: 1, maxUses: null, used: 0, domains: [], needsApproval: false },
      ...{ expiresAt: null, revokedAt: null, ...changes },
    },
  ])
const open = { linkId: 81, teamId: null, groupId: null, courses: ['ielts'] }
const follow = (who: string, more: Partial<FollowLinkIntent> = {}): FollowLinkIntent => ({
  ...{ kind: 'follow_link', ...at(), ...open, email: mail(who), firstName: who, lastName: '', ...more },
})
const decide = (kind: DecideJoinIntent['kind'], who: string): DecideJoinIntent => ({
  kind,
  ...at(),
  ...open,
  email: mail(who),
})
const approve = (who: string) => decide('approve_join', who)
const decline = (who: string) => decide('decline_join', who)
const asks = link({ needsApproval: true, maxUses: 2 })
const toTeam = { teamId: teams.evening, courses: [] }
const toGroup = { groupId: 61, courses: [] }
const readers: Step[] = [
  alter('groups', [{ id: 61, organizationId: 1, name: 'Readers', operationId: null, updatedAt: start }]),
  { kind: 'attach_courses', ...at(), groupId: 61, courses: ['gmat'] },
]

/** `1 used: ann | ann ielts 2027-06-01`; who asks as `ann?`, who was declined as `ann!`. */
function tell(world: World): string {
  const { links, linkJoins } = world.snapshot.rows
  const joins = linkJoins.map(
    ({ email, joinedAt, declinedAt }) => `${email.split('@')[0]}${declinedAt ? '!' : joinedAt ? '' : '?'}`,
  )
  return [`${links[0]?.used} used: ${joins.join(' ')}`, tellBoth(world)].filter(Boolean).join(' | ')
}

describe('following a link', () => {
  testCases(tell, [
    [
      'gives its course',
      [link()],
      follow('ann'),
      'changed: users +1, memberships +1, enrollments +1, grants +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: ann | ann ielts 2027-06-02',
    ],
    ['again', [link({ maxUses: 1 }), follow('ann')], follow('ann'), 'unchanged'],
    [
      'renames nobody',
      [link(), give('ann')],
      follow('ann', { firstName: 'Mallory', call: { ...at().call, mayRename: true } }),
      'changed: enrollments +1, grants +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: ann | ann ielts 2027-06-02',
    ],
    [
      'does not make longer what somebody has',
      [link(), give('ann', { courses: ['ielts'] })],
      follow('ann'),
      'changed: enrollments ~1, grants +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: ann | ann ielts 2027-06-02',
    ],
    [
      'as the last that it takes',
      [link({ maxUses: 2 }), follow('ann')],
      follow('bob'),
      'changed: users +1, memberships +1, enrollments +1, grants +1, links ~1, linkJoins +1, messages +1, changes +2',
      '2 used: ann bob | ann ielts 2027-06-01, bob ielts 2027-06-02',
    ],
    ['as one more than it takes', [link({ maxUses: 1 }), follow('ann')], follow('bob'), 'refused: link_used_up link'],
    [
      'a moment before it ends',
      [link({ expiresAt: new Date(daysLater(1).getTime() + 1) })],
      follow('ann'),
      'changed: users +1, memberships +1, enrollments +1, grants +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: ann | ann ielts 2027-06-02',
    ],
    ['when it ends', [link({ expiresAt: daysLater(1) })], follow('ann'), 'refused: link_over link'],
    ['that was revoked', [link({ revokedAt: start })], follow('ann'), 'refused: link_over link'],
    ['that is none', [link()], follow('ann', { linkId: 9 }), 'refused: link_over link'],
    [
      'from a domain that it takes',
      [link({ domains: ['acme.test', 'example.com'] })],
      follow('ann'),
      'changed: users +1, memberships +1, enrollments +1, grants +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: ann | ann ielts 2027-06-02',
    ],
    [
      'from a domain below one that it takes',
      [link({ domains: ['com', 'acme.test'] })],
      follow('ann'),
      'refused: domain_not_allowed email com, acme.test',
    ],
    [
      'to a course that is archived',
      [link()],
      follow('ann', { courses: ['toefl'] }),
      'refused: unknown_course courses toefl',
    ],
    [
      'of an organization that is not enabled',
      [link()],
      follow('ann', at(closed)),
      'refused: organization_not_enabled',
    ],
    [
      'to a group',
      [link(), ...readers],
      follow('ann', toGroup),
      'changed: users +1, memberships +1, groupMembers +1, enrollments +1, grants +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: ann | ann gmat 2027-03-02',
    ],
    ['to a group that is none', [link()], follow('ann', toGroup), 'refused: unknown_group groups 61'],
    [
      'to a team without seats',
      [link()],
      follow('ann', toTeam),
      'changed: users +1, memberships +1, teamMembers +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: ann',
    ],
    [
      'to a team gives one of each of its seats',
      [link(), add(1), add(1, { product: 'gmat' })],
      follow('ann', toTeam),
      'changed: users +1, memberships +1, teamMembers +1, claims +2, enrollments +2, grants +2, links ~1, linkJoins +1, messages +1, changes +6',
      '1 used: ann | evening ielts 1/1: ann, evening gmat 1/1: ann | ann ielts 2027-06-02, ann gmat 2027-03-02',
    ],
    [
      'to a team leaves out seats of which it has none',
      [link(), add(1), add(1, { product: 'gmat' }), add(-1)],
      follow('ann', toTeam),
      'changed: users +1, memberships +1, teamMembers +1, claims +1, enrollments +1, grants +1, links ~1, linkJoins +1, messages +1, changes +4',
      '1 used: ann | evening ielts 0/0, evening gmat 1/1: ann | ann gmat 2027-03-02',
    ],
    [
      'to a team leaves out seats of what is archived',
      [link(), add(1), alter('products', { archivedAt: start })],
      follow('ann', toTeam),
      'changed: users +1, memberships +1, teamMembers +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: ann | evening ielts 0/1',
    ],
    [
      'to a team of which one seat is not left',
      [link(), add(2), add(1, { product: 'gmat' }), sit('ann', 'evening', 'gmat')],
      follow('bob', toTeam),
      'refused: no_seats_left team gmat',
    ],
    [
      'to a team where it is waited for',
      [link(), add(1), waitlist, sit('ann')],
      follow('bob', toTeam),
      'changed: users +1, memberships +1, teamMembers +1, waiters +1, links ~1, linkJoins +1, messages +1, changes +2',
      '1 used: bob | evening ielts 1/1: ann; bob waits | ann ielts 2027-06-01',
    ],
  ])
})

describe('who asks to come by a link', () => {
  testCases(tell, [
    ['has nothing yet', [asks], follow('ann'), 'changed: links ~1, linkJoins +1, changes +1', '1 used: ann?'],
    ['asks once', [asks, follow('ann')], follow('ann'), 'unchanged'],
    ['is counted', [asks, follow('ann'), follow('bob')], follow('cid'), 'refused: link_used_up link'],
    [
      'cannot where it is not enabled',
      [link({ needsApproval: true, organizationId: closed.id })],
      follow('ann', at(closed)),
      'refused: organization_not_enabled',
    ],
    [
      'is let in',
      [asks, follow('ann')],
      approve('ann'),
      'changed: users +1, memberships +1, enrollments +1, grants +1, linkJoins ~1, messages +1, changes +1',
      '1 used: ann | ann ielts 2027-06-02',
    ],
    ['is let in once', [asks, follow('ann'), approve('ann')], approve('ann'), 'refused: join_decided join'],
    [
      'is not declined when let in',
      [asks, follow('ann'), approve('ann')],
      decline('ann'),
      'refused: join_decided join',
    ],
    ['asks again when let in', [asks, follow('ann'), approve('ann')], follow('ann'), 'unchanged'],
    [
      'is declined',
      [asks, follow('ann')],
      decline('ann'),
      'changed: links ~1, linkJoins ~1, changes +1',
      '0 used: ann!',
    ],
    ['is declined once', [asks, follow('ann'), decline('ann')], decline('ann'), 'refused: join_decided join'],
    [
      'is not let in when declined',
      [asks, follow('ann'), decline('ann')],
      approve('ann'),
      'refused: join_decided join',
    ],
    ['stays declined', [asks, follow('ann'), decline('ann')], follow('ann'), 'unchanged'],
    [
      'stays declined where nobody needs to ask any more',
      [asks, follow('ann'), decline('ann'), alter('links', { needsApproval: false })],
      follow('ann'),
      'unchanged',
    ],
    [
      'makes room by being declined',
      [asks, follow('ann'), follow('bob'), decline('ann')],
      follow('cid'),
      'changed: links ~1, linkJoins +1, changes +1',
      '2 used: ann! bob? cid?',
    ],
    ['did not', [asks, follow('ann')], approve('bob'), 'refused: join_decided join'],
    [
      'is not let in when the course is archived',
      [asks, follow('ann')],
      { ...approve('ann'), courses: ['toefl'] },
      'refused: unknown_course courses toefl',
    ],
  ])
})
