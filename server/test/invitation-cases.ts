/** Invitations in the world of cases. */
import type {
  AcceptInvitationIntent,
  InviteIntent,
  RenewInvitationIntent,
} from '../src/provisioning/intents/invitation.ts'
import { add, alter, at, mail, type Step, sit, teams, tellBoth, type World, waitlist } from './decide-cases.ts'
import { daysLater, start } from './decide-world.ts'

export const invite = (who: string, more: Partial<InviteIntent> = {}): InviteIntent => ({
  ...{ kind: 'invite', ...at(), email: mail(who), firstName: who, lastName: null, teamId: teams.evening, role: null },
  ...{ courses: ['ielts'], products: [], groups: [], from: null, expiresAt: daysLater(9), ...more },
})
export const directly = { teamId: null }
export const short = { expiresAt: daysLater(1) }
/** The first invitation, as an answer to it names it. */
const about = ({ snapshot: { rows } }: World) => {
  const [row] = rows.invitations
  const email = rows.users.find(({ id }) => id === row?.userId)?.email ?? mail('ann')
  return { ...at(), email, invitationId: row?.id ?? 0, teamId: row?.teamId ?? null }
}
export const accept =
  (more: Partial<AcceptInvitationIntent> = {}) =>
  (world: World): AcceptInvitationIntent => {
    const {
      courses = [],
      products = [],
      groupIds: groups = [],
      sentOperationId = 0,
    } = world.snapshot.rows.invitations[0] ?? {}
    return {
      kind: 'accept_invitation',
      ...about(world),
      sentOperationId: sentOperationId ?? 0,
      courses,
      products,
      groups,
      withPassword: true,
      ...more,
    }
  }
export const withdraw = (world: World) => ({ kind: 'withdraw_invitation', ...about(world) }) as const
export const lapse = (world: World) => ({ kind: 'lapse_invitation', ...about(world) }) as const
export const renew =
  (more: Partial<RenewInvitationIntent> = {}) =>
  (world: World): RenewInvitationIntent => ({
    ...{ kind: 'renew_invitation', ...about(world), expiresAt: daysLater(20), send: false, ...more },
  })
export const kept = [add(1), invite('ann')]
export const awaited: Step[] = [add(1), waitlist, invite('ann'), sit('bob'), sit('cid')]
export const expired: Step[] = [add(1), invite('ann', short)]
export const lapsed: Step[] = [
  ...expired,
  alter('invitations', { lapsedAt: start }),
  alter('claims', { releasedAt: start }),
  alter('seats', { used: 0 }),
]
export const groups = alter('groups', [
  { id: 61, organizationId: 1, name: 'Readers', operationId: null, updatedAt: start },
])
export const attach: Step = { kind: 'attach_courses', ...at(), groupId: 61, courses: ['gmat'] }
export const archivedCourse: Step = ({ snapshot }) =>
  void [...snapshot.courses].map(([key, row]) =>
    (snapshot.courses as Map<string, object>).set(key, row.id === 11 ? { ...row, archivedAt: start } : row),
  )

/** `ann open | ann invited | …`: the invitations, the members, and what they have. */
export function tell(world: World): string {
  const { rows } = world.snapshot
  const nameOf = (id: number) => rows.users.find(user => user.id === id)?.email.split('@')[0]
  const moments = ['acceptedAt', 'withdrawnAt', 'lapsedAt'] as const
  const states = rows.invitations.map(
    row => `${nameOf(row.userId)} ${moments.find(moment => row[moment])?.slice(0, -2) ?? 'open'}`,
  )
  const members = rows.memberships.map(row => `${nameOf(row.userId)} ${row.invitedAt ? 'invited' : row.role}`)
  return [states.join(', '), members.join(', '), tellBoth(world)].join(' | ')
}
