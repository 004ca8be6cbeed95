/** Undoing in the world of cases: what an operation did is told by what was noted of it, as the database would give it. */
import { toDeeds, whatStays } from '../src/provisioning/actions/deeds.ts'
import type { UndoIntent } from '../src/provisioning/intents/undo.ts'
import type { Change } from '../src/provisioning/rows/log.ts'
import { add, alter, at, give, mail, type Step, teams, tellBoth, type World } from './decide-cases.ts'
import { acme, change, extend, start } from './decide-world.ts'

/** What was asked last; `back`: so many before that. */
export const undo =
  (back = 0, more: Partial<UndoIntent> = {}) =>
  ({ operations, snapshot: { rows } }: World): UndoIntent => {
    const id = operations.at(-1 - back) ?? 0
    const recorded = (operation: number) => {
      const of = rows.changes.filter(({ operationId }) => operationId === operation)
      return of.map(change => ({ ...asStored(change), ...enrollmentOf(change, rows), later: laterThan(change, rows) }))
    }
    const deeds = toDeeds(recorded(id))
    const undone = deeds.flatMap(deed => (deed.kind === 'operation' && deed.before === null ? deed.id : []))
    const broughtBack = undone.flatMap(operation => toDeeds(recorded(operation)))
    return {
      ...{ kind: 'undo', ...at(), target: { id }, emails: [], teamIds: [], groupIds: [], courseIds: [], deeds },
      members: broughtBack.flatMap(deed => (deed.kind === 'membership' && deed.became === null ? deed.userId : [])),
      stays: whatStays(deeds, null, { users: [], messages: [], memberships: [] }),
      ...more,
    }
  }

type Rows = World['snapshot']['rows']

function asStored({ kind, objectId, before, after }: Change) {
  return JSON.parse(JSON.stringify({ kind, objectId, before, after }))
}

function enrollmentOf({ kind, objectId }: Change, { enrollments }: Rows) {
  const row = kind === 'enrollment' ? enrollments.find(({ id }) => id === objectId) : undefined
  return { userId: row?.userId ?? null, courseId: row?.courseId ?? null }
}

/** The last operation after it that changed the same thing. */
function laterThan(change: Change, { changes }: Rows): number | null {
  const teamOf = ({ before, after }: Change) => ((before ?? after) as { team?: number } | null)?.team
  const later = changes.filter(
    other =>
      other.kind === change.kind &&
      other.objectId === change.objectId &&
      other.id > change.id &&
      other.operationId !== change.operationId &&
      teamOf(other) === teamOf(change),
  )
  return later.at(-1)?.operationId ?? null
}

/** `admin ann | evening: ann(manager) | Readers gmat: bob | …`: who belongs where as what, where that is more than a learner, and what they have. */
export function tellAll(world: World): string {
  const { rows, courses } = world.snapshot
  const nameOf = (id: number) => rows.users.find(user => user.id === id)?.email.split('@')[0]
  const as = (userId: number, role: string) => `${nameOf(userId)}${role === 'learner' ? '' : `(${role})`}`
  const members = rows.memberships.map(({ userId, role, invitedAt }) => `${as(userId, role)}${invitedAt ? '~' : ''}`)
  const inTeams = Object.entries(teams).flatMap(([name, id]) => {
    const of = rows.teamMembers.filter(({ teamId }) => teamId === id).map(({ userId, role }) => as(userId, role))
    return of.length > 0 ? [`${name}: ${of.join(' ')}`] : []
  })
  const courseOf = (id: number) => [...courses.values()].find(course => course.id === id)?.name
  const inGroups = rows.groups.map(({ id, name }) => {
    const gives = rows.groupCourses.filter(({ groupId }) => groupId === id).map(({ courseId }) => courseOf(courseId))
    const of = rows.groupMembers.filter(({ groupId }) => groupId === id).map(({ userId }) => nameOf(userId))
    return `${[name, ...gives].join(' ')}: ${of.join(' ')}`.trim()
  })
  return [members.join(' '), inTeams.join(', '), inGroups.join(', '), tellBoth(world)].filter(Boolean).join(' | ')
}

export const ann = mail('ann')
export const ielts = (who = 'ann', more = {}) => give(who, { courses: ['ielts'], ...more })
export const of = (kind: 'suspend' | 'resume' | 'complete' | 'revoke') => change(kind, { email: ann })
export const longer = extend({ email: ann, at: acme, reference: 'x' })
const evening = { strategy: 'specific', team: 'evening' } as const
export const inTeam = (who = 'ann', role?: string): Step =>
  give(who, { team: evening, ...(role && { teamRole: role }) })
const team = { teamId: teams.evening, rolesBeyond: [] }
export const role = (to: string | null) =>
  ({ ...at(), ...team, email: ann, kind: to ? 'change_team_role' : 'leave_team', role: to }) as Step
export const transfer: Step = { kind: 'move_team_member', ...at(), ...team, toTeamId: teams.morning, email: ann }
export const release: Step = { kind: 'release_seat', ...at(), teamId: teams.evening, product: 'ielts', email: ann }
export const fewer = add(0, { change: { to: 1 } })
export const move: Step = {
  ...{ kind: 'move_seats', ...at(), fromTeamId: teams.evening, toTeamId: teams.morning, product: 'ielts', quantity: 1 },
  ...{ reference: null },
}
export const leave: Step = ({ snapshot: { rows } }) => ({
  ...{ kind: 'leave_organization', ...at(), email: ann, rolesBeyond: [] },
  groupIds: rows.groups.map(({ id }) => id),
  courseIds: rows.grants.map(({ courseId }) => courseId),
})
export const group = { id: 61, organizationId: 1, name: 'Readers', operationId: null, updatedAt: start }
export const readers: Step[] = [
  alter('groups', [group]),
  { kind: 'attach_courses', ...at(), groupId: 61, courses: ['ielts'] },
  give('ann', { groups: [61] }),
]
export const courses = (kind: 'attach_courses' | 'detach_courses' | 'set_courses', ...names: string[]) =>
  ({ kind, ...at(), groupId: 61, courses: names }) as const
export const leaveGroup: Step = { kind: 'leave_group', ...at(), groupId: 61, email: ann }
export const archive: Step = { kind: 'archive_group', ...at(), groupId: 61 }
export const link = alter('links', [
  {
    ...{ id: 71, organizationId: 1, maxUses: null, used: 0, domains: [], needsApproval: false },
    ...{ expiresAt: null, revokedAt: null },
  },
])
export const follow: Step = {
  ...{ kind: 'follow_link', ...at(), linkId: 71, teamId: teams.evening, groupId: null, courses: ['ielts'] },
  ...{ email: ann, firstName: 'ann', lastName: '' },
}
