/** What an operation recorded that it made of things, as its undoing is decided on; and what it made that stays. Pure. */
import type { Deed, EnrollmentMarks, Staying } from '../intents/undo.ts'

export interface RecordedChange {
  readonly kind: string
  readonly objectId: number
  readonly before: Fields | null
  readonly after: Fields | null
  readonly userId: number | null
  readonly courseId: number | null
  readonly later: number | null
}

// biome-ignore lint/suspicious/noExplicitAny: as it was recorded
type Fields = Readonly<Record<string, any>>

/** In the order in which it was done. */
export function toDeeds(rows: readonly RecordedChange[]): Deed[] {
  return rows.flatMap(row => toDeed(row) ?? [])
}

/** Null: the rows say all that there is to know, or nobody undoes it. */
function toDeed({ kind, objectId, before, after, userId, courseId, later }: RecordedChange): Deed | null {
  if (kind === 'invitation') return invited(objectId, before, after, later)
  if (!before) return null
  switch (kind) {
    case 'team_member':
      return { kind, teamId: before.team, userId: before.user, role: before.role, became: after?.role ?? null, later }
    case 'membership':
      if (after?.role === before.role) return null
      return { kind, userId: before.user, role: before.role, became: after?.role ?? null, later }
    case 'group_member':
      return { kind, groupId: before.group, userId: before.user }
    case 'group_course':
      return { kind, groupId: before.group, courseId: objectId }
    case 'group':
      if (!after || Boolean(before.archived_at) === Boolean(after.archived_at)) return null
      return { kind, groupId: objectId, name: before.name, did: after.archived_at ? 'archived' : 'restored' }
    case 'enrollment':
      if (!after || userId === null || courseId === null) return null
      return { kind, userId, courseId, before: marks(before), after: marks(after), later }
    case 'opened_item':
      return { kind, enrollmentId: before.enrollment, itemId: before.item }
    case 'operation':
      return { kind, id: objectId, before: before.undone_by, after: after?.undone_by ?? null }
    case 'grant':
    case 'claim':
      return { kind, id: objectId }
    default:
      return null
  }
}

function invited(invitationId: number, before: Fields | null, after: Fields | null, later: number | null): Deed | null {
  const kind = 'invitation'
  if (before === null) return { kind, invitationId, did: 'invited', later }
  if (after?.accepted_at) return { kind, invitationId, did: 'accepted', later }
  return after?.withdrawn_at ? { kind, invitationId, did: 'withdrawn', later } : null
}

function marks({ suspended_at, completed_at }: Fields): EnrollmentMarks {
  const read = (moment: string | null | undefined) => (moment ? new Date(moment) : null)
  return { suspendedAt: read(suspended_at), completedAt: read(completed_at) }
}

/** Rows that an operation made of the person that it was about, by their ids. */
export interface MadeOfPerson {
  readonly users: readonly number[]
  readonly messages: readonly number[]
  readonly memberships: readonly number[]
}

/** What undoing cannot take back. */
export function whatStays(deeds: readonly Deed[], userId: number | null, made: MadeOfPerson): Staying[] {
  const invitations = deeds.filter(deed => deed.kind === 'invitation')
  const idsOf = (what: 'accepted' | 'withdrawn') =>
    invitations.flatMap(({ did, invitationId }) => (did === what ? invitationId : []))
  const mailed = invitations.some(({ did }) => did === 'invited') ? 'mailed_in_vain' : 'mailed'
  const isPlace = deeds.some(({ kind }) => kind === 'membership')
  const staying = idsOf('accepted').length > 0 && userId !== null ? [userId] : isPlace ? [] : made.memberships
  const all = (ids: readonly number[], kind: Staying['kind'], because: Staying['because']) =>
    ids.map(id => ({ kind, id, because }))
  return [
    ...all(made.users, 'user', 'in_use'),
    ...all(made.messages, 'message', mailed),
    ...all(idsOf('accepted'), 'invitation', 'accepted'),
    ...all(idsOf('withdrawn'), 'invitation', 'withdrawn'),
    ...all(staying, 'membership', 'member'),
  ]
}
