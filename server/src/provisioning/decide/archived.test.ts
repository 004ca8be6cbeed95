/** In an archived organization nothing changes any more, whatever is asked. */
import { describe } from 'vitest'
import { add, alter, at, give, mail, type Step, sit, teams, testCases } from '../../../test/decide-cases.ts'
import { acme, change, extend, start } from '../../../test/decide-world.ts'
import { accept, invite, lapse, renew, withdraw } from '../../../test/invitation-cases.ts'
import { access, ann, cancel, complete, fail, pending, place, refund, seats } from '../../../test/order-cases.ts'
import {
  archive,
  courses,
  follow,
  inTeam,
  leave,
  leaveGroup,
  link,
  move,
  readers,
  release,
  role,
  tellAll,
  transfer,
  undo,
} from '../../../test/undo-cases.ts'

const archived: Step = ({ snapshot }) =>
  void (snapshot.organizations as Map<number, object>).set(1, { ...acme, archivedAt: start })
const gone = (...stands: Step[]) => [...stands, archived]
const ielts = give('ann', { courses: ['ielts'] })
const of = (kind: 'suspend' | 'resume' | 'complete' | 'revoke' | 'access_ended') => change(kind, { email: mail('ann') })
const order = place([access('ielts')], { teamId: null, ...ann })
const oneDay = { terms: { ownPeriod: { months: null, days: 1, until: null } } }
const offered = [add(1), invite('ann')]
const asks: Step[] = [link, alter('links', { needsApproval: true })]
const decided = { ...at(), linkId: 71, teamId: teams.evening, groupId: null, courses: ['ielts'], email: mail('ann') }

const asked: readonly (readonly [what: string, stands: readonly Step[], asked: Step])[] = [
  ['nobody is given anything', gone(), ielts],
  ['nothing is revoked', gone(ielts), of('revoke')],
  ['nothing is held', gone(ielts), of('suspend')],
  ['nothing is extended', gone(ielts), extend({ email: mail('ann'), at: acme, reference: 'x' })],
  ['seats are not added', gone(), add(1)],
  ['seats are not added that are there', gone(add(1)), add(0)],
  ['seats are not taken away', gone(add(1)), add(-1)],
  ['seats are not moved', gone(add(1)), move],
  ['no seat is given', gone(add(1)), sit('ann')],
  ['no seat is given back', gone(add(1), sit('ann')), release],
  ['no team is left', gone(inTeam()), role(null)],
  ['no role is changed', gone(inTeam()), role('manager')],
  ['no team is changed for another', gone(inTeam()), transfer],
  ['no team is archived', gone(), { kind: 'archive_team', ...at(), teamId: teams.evening }],
  ['no group is joined', gone(...readers), give('bob', { groups: [61] })],
  ['no group is left', gone(...readers), leaveGroup],
  ['no group is archived', gone(...readers), archive],
  ['a group is given no course', gone(...readers), courses('attach_courses', 'gmat')],
  ['no course is taken from a group', gone(...readers), courses('detach_courses', 'ielts')],
  ['no group has other courses', gone(...readers), courses('set_courses', 'gmat')],
  [
    'no bundle has other courses',
    gone(),
    { kind: 'set_bundle_courses', ...at(), productId: 53, courses: ['ielts'], teamIds: [], organizationIds: [1] },
  ],
  ['nothing is bought', gone(), order],
  ['no seats are bought', gone(), place([seats(1)])],
  ['no order is completed', gone(place([seats(1)], pending)), complete],
  ['no order is cancelled', gone(place([seats(1)], pending)), cancel],
  ['no order fails', gone(place([seats(1)], pending)), fail],
  ['no order is refunded', gone(order), refund()],
  [
    'nothing is refunded by its reference',
    gone(give('ann', { courses: ['ielts'], reference: 's1' })),
    {
      kind: 'refund',
      ...at(),
      reference: 's1',
      courses: [],
      reason: null,
      reclaim: null,
      orderId: null,
      orderTeamId: null,
      emails: [mail('ann')],
      courseIds: [],
      teamIds: [],
      claimIds: [],
      groupMembers: [],
    },
  ],
  ['nobody is invited', gone(add(1)), invite('ann')],
  ['no invitation is renewed', gone(...offered), renew()],
  ['no invitation is withdrawn', gone(...offered), withdraw],
  ['no invitation is accepted', gone(...offered), accept()],
  ['no link is followed', gone(link), follow],
  ['no request is approved', gone(...asks, follow), { ...decided, kind: 'approve_join' }],
  ['no request is declined', gone(...asks, follow), { ...decided, kind: 'decline_join' }],
  ['nobody leaves', gone(ielts), leave],
  ['nothing is undone', gone(ielts), undo()],
]

describe('of an archived organization', () => {
  testCases(
    tellAll,
    asked.map(([what, stands, asked]) => [what, stands, asked, 'refused: organization_archived']),
  )
  testCases(tellAll, [
    [
      'an end that came is noted',
      gone(add(1), add(0, oneDay), sit('ann')),
      of('access_ended'),
      'changed: claims ~1, enrollments ~1',
      'ann | evening: ann | evening ielts 0/1 | ann ielts expired',
    ],
    ['what is none is told first', gone(), add(1, { teamId: 9 }), 'refused: unknown_team team 9'],
    [
      'an invitation whose time is over is noted',
      gone(add(1), invite('ann', { expiresAt: start })),
      lapse,
      'changed: claims ~1, invitations ~1, changes +1',
      'ann~ | evening ielts 0/1',
    ],
  ])
})
