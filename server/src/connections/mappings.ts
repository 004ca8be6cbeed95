/** Which of their courses and bundles is which course here. */
import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { NamedTarget, Target } from './platform.ts'
import type { NewMapping } from './schema.ts'
import { compareSoon, lockConnection } from './write-connection.ts'

type Caller = Pick<Principal, 'organization'>
export type MappingRow = Awaited<ReturnType<typeof listMappings>>[number]

export function listMappings(reader: Reader, connectionId: number) {
  return reader
    .selectFrom('external_things as thing')
    .innerJoin('courses as course', 'course.id', 'thing.ours')
    .select(['thing.id', 'course.name as course', 'course.id as course_id', 'thing.theirs', 'thing.name'])
    .select(sql<Target['kind']>`thing.kind`.as('kind'))
    .where('thing.connection_id', '=', connectionId)
    .where('thing.kind', 'in', ['course', 'bundle'])
    .orderBy('course.name')
    .execute()
}

/**
 * From now on it is given there too, to whom has it already as to whom comes. Throws `not_found` (connection), `invalid`
 * (course), or `conflict` where either is something else already.
 */
export async function addMapping(
  transaction: Transaction,
  principal: Caller,
  connectionId: number,
  { course, kind = 'course', theirs }: NewMapping,
  target: NamedTarget | null,
  by: AskedBy,
): Promise<MappingRow> {
  const { organizationId } = await lockConnection(transaction, principal, { id: connectionId })
  const found = await transaction
    .selectFrom('courses')
    .innerJoin('organizations as organization', 'organization.id', 'courses.organization_id')
    .select(['courses.id', 'courses.name'])
    .where(sql<boolean>`${organizationId} = any(organization.path)`)
    .where(rows => (typeof course === 'number' ? rows('courses.id', '=', course) : rows('courses.name', '=', course)))
    .orderBy(sql`organization.id = ${organizationId}`, 'desc')
    .executeTakeFirst()
  refuseInvalid({ course: found ? null : 'is no course of its organization' })
  if (!found) throw new Error('It was refused.')
  const { name = null, courses = [] } = target ?? {}
  const { rows } = await sql<{ id: number }>`
    insert into external_things as thing (connection_id, kind, theirs, ours, name, data)
    select ${connectionId}, ${kind}, ${theirs}, ${found.id}, ${name}, ${JSON.stringify({ courses })}
    where not exists (select from external_things
      where connection_id = ${connectionId} and kind in ('course', 'bundle') and ours = ${found.id})
    on conflict (connection_id, kind, theirs) do update set ours = excluded.ours, name = coalesce(excluded.name, thing.name),
        data = excluded.data
      where thing.ours is null
    returning id`.execute(transaction)
  const id = rows[0]?.id
  if (id === undefined) throw new Refusal('conflict', 'This course, or what it should be there, is mapped already.')
  await compareSoon(transaction, connectionId, by.receivedAt)
  const after = { id, course: found.name, course_id: found.id, kind, theirs, name }
  const object = { kind: 'mapping', id, before: null, after }
  await recordOperation(transaction, { kind: 'add_mapping', organizationId, result: 'created', object }, by)
  return after
}

/** What was given there stays as it is. Throws `not_found`. */
export async function removeMapping(
  transaction: Transaction,
  principal: Caller,
  connectionId: number,
  id: number,
  by: AskedBy,
): Promise<void> {
  const { organizationId } = await lockConnection(transaction, principal, { id: connectionId })
  const before = (await listMappings(transaction, connectionId)).find(mapping => mapping.id === id)
  if (!before) throw new Refusal('not_found', `There is no mapping ${id}.`)
  await transaction.deleteFrom('external_things').where('id', '=', id).execute()
  const object = { kind: 'mapping', id, before, after: null }
  await recordOperation(transaction, { kind: 'remove_mapping', organizationId, result: 'changed', object }, by)
}

/** What is there, which course it is here, and which one is called the same. */
export async function offerTargets(
  reader: Reader,
  { connectionId, organizationId }: { readonly connectionId: number; readonly organizationId: number },
  targets: readonly NamedTarget[],
) {
  const mapped = await listMappings(reader, connectionId)
  const courses = await reader
    .selectFrom('courses')
    .select(['id', 'name', 'display_name'])
    .where('organization_id', '=', organizationId)
    .where('archived_at', 'is', null)
    .execute()
  const free = courses.filter(({ id }) => !mapped.some(({ course_id }) => course_id === id))
  const isCalled = (name: string) => (course: { name: string; display_name: string }) =>
    [course.name, course.display_name].some(ours => ours.toLowerCase() === name.trim().toLowerCase())
  return targets.map(({ kind, id: theirs, name }) => {
    const course = mapped.find(mapping => mapping.kind === kind && mapping.theirs === theirs)?.course ?? null
    const offered = course === null ? (free.find(isCalled(name))?.name ?? null) : null
    return { kind, theirs, name, course, offered }
  })
}
