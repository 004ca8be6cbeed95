/** What an operation recorded that it made of things, as the engine wants to know it to undo it. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { Deed, EnrollmentMarks } from '../provisioning/intents/undo.ts'

interface Row {
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
export async function findDeeds(reader: Reader, operationId: number): Promise<Deed[]> {
  const { rows } = await sql<Row>`
    select change.kind, object_id as "objectId", before, after, e.user_id as "userId", e.course_id as "courseId", (
        select max(later.operation_id) from changes later
        where later.object_id = change.object_id and later.kind = change.kind and later.id > change.id
          and later.operation_id <> change.operation_id
          and coalesce(later.before, later.after) ->> 'team' is not distinct from
            coalesce(change.before, change.after) ->> 'team') as later
    from changes change left join enrollments e on change.kind = 'enrollment' and e.id = object_id
    where change.operation_id = ${operationId} order by change.id`.execute(reader)
  return rows.flatMap(row => toDeed(row) ?? [])
}

/** Null: the rows say all that there is to know, or nobody undoes it. */
function toDeed({ kind, objectId, before, after, userId, courseId, later }: Row): Deed | null {
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
