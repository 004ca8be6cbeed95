import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import type { ConnectionKind, Direction } from './kinds.ts'
import type { ConnectionState } from './schema.ts'

export type ConnectionRow = Awaited<ReturnType<ReturnType<typeof selectConnections>['executeTakeFirstOrThrow']>>

/** Those of one organization. */
export function listConnections(
  reader: Reader,
  { organizationId, ...page }: PageRequest & { readonly organizationId: number },
): Promise<Page<ConnectionRow>> {
  const query = selectConnections(reader).where('connection.organization_id', '=', organizationId)
  return readPage(query, page, { id: 'connection.id' })
}

/** Throws `not_found`, also for a connection out of the caller's reach. */
export async function getConnection(reader: Reader, { organization }: Reach, id: number): Promise<ConnectionRow> {
  const row = await selectConnections(reader)
    .where('connection.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no connection ${id}.`)
  return row
}

function selectConnections(reader: Reader) {
  const due = (isFailed: boolean) =>
    sql<number>`(select count(*) from due_people where connection_id = connection.id
      and (due_at = 'infinity') = ${isFailed})::int`
  return reader
    .selectFrom('connections as connection')
    .innerJoin('organizations as organization', 'organization.id', 'connection.organization_id')
    .select(['connection.id', 'organization.slug as organization', 'connection.name', 'connection.rate'])
    .select(sql<ConnectionKind>`connection.kind`.as('kind'))
    .select(sql<Direction>`connection.direction`.as('direction'))
    .select(sql<{ subdomain: string; base_url?: string } | null>`connection.settings`.as('thinkific'))
    .select(
      sql<ConnectionState>`case when connection.paused_at is not null then 'paused'
        when connection.refused_at is not null then 'refused'
        when connection.failing_since is not null then 'failing'
        when connection.waits_until > now() then 'waiting' else 'working' end`.as('state'),
    )
    .select(sql<Date | null>`coalesce(connection.failing_since, connection.refused_at)`.as('failing_since'))
    .select(sql<string | null>`coalesce(connection.refusal, connection.failure)`.as('failure'))
    .select(sql<Date | null>`greatest(connection.retry_at, connection.waits_until)`.as('retry_at'))
    .select(['connection.compared_at', due(false).as('due'), due(true).as('failed')])
    .select(['connection.created_at', 'connection.updated_at'])
    .where('connection.archived_at', 'is', null)
}

/** Who is due, and of whom something was not taken. */
export async function listDuePeople(
  reader: Reader,
  { connectionId, failed, ...page }: PageRequest & { readonly connectionId: number; readonly failed?: boolean },
) {
  const query = reader
    .selectFrom('due_people as due')
    .innerJoin('users as person', 'person.id', 'due.user_id')
    .select(['due.user_id', 'person.email', 'due.attempts'])
    .select(sql<Date | null>`nullif(due.due_at, 'infinity')`.as('due_at'))
    .select(
      sql<{ course: string | null; status: number | null; words: string }[]>`coalesce(due.problem, '[]')`.as(
        'problems',
      ),
    )
    .where('due.connection_id', '=', connectionId)
    .$if(failed !== undefined, rows => rows.where(sql<boolean>`(due.problem is not null) = ${failed}`))
  return readPage(query, page, { id: 'due.user_id' })
}
