import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import { recordName, recordValue } from './text-record.ts'

type Row = Awaited<ReturnType<ReturnType<typeof selectDomains>['executeTakeFirstOrThrow']>>
export type DomainRow = ReturnType<typeof show>

/** Those of one organization. */
export async function listDomains(
  reader: Reader,
  { organizationId, ...page }: PageRequest & { readonly organizationId: number },
): Promise<Page<DomainRow>> {
  const query = selectDomains(reader).where('domain.organization_id', '=', organizationId)
  const { data, ...rest } = await readPage(query, page, { id: 'domain.id' })
  return { ...rest, data: data.map(show) }
}

/** Throws `not_found`, also for a domain out of the caller's reach. */
export async function getDomain(reader: Reader, { organization }: Reach, id: number): Promise<DomainRow> {
  const row = await selectDomains(reader)
    .where('domain.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no domain ${id}.`)
  return show(row)
}

function selectDomains(reader: Reader) {
  return reader
    .selectFrom('domains as domain')
    .innerJoin('organizations as organization', 'organization.id', 'domain.organization_id')
    .select(['domain.id', 'organization.slug as organization', 'domain.name', 'domain.token', 'domain.proven_at'])
    .select(['domain.looked_at', 'domain.created_at', 'domain.updated_at'])
    .select(
      sql<'claimed' | 'proven' | 'lapsed'>`case when domain.lapsed_at is not null then 'lapsed'
        when domain.proven_at is not null then 'proven' else 'claimed' end`.as('state'),
    )
}

function show({ token, ...row }: Row) {
  return { ...row, record: { type: 'TXT' as const, name: recordName(row.name), value: recordValue(token) } }
}
