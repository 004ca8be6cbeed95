import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import type { FieldDefinition, Kind } from './values.ts'

export type CustomFieldRow = Awaited<ReturnType<typeof getCustomField>>

/** Of one organization. */
export function listCustomFields(
  reader: Reader,
  { organizationId, ...request }: PageRequest & { readonly organizationId: number },
): Promise<Page<CustomFieldRow>> {
  const query = selectCustomFields(reader).where('field.organization_id', '=', organizationId)
  return readPage(query, request, { id: 'field.id', name: 'field.name' })
}

/** Throws `not_found`, also for one out of the caller's reach. */
export async function getCustomField(reader: Reader, { organization }: Reach, id: number) {
  const row = await selectCustomFields(reader)
    .where('field.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no custom field ${id}.`)
  return row
}

/** All that an organization has: what its people's values are checked against. `lock`: they stay until the transaction ends. */
export function listDefinitions(
  reader: Reader,
  organizationId: number,
  { lock = false } = {},
): Promise<FieldDefinition[]> {
  const query = reader
    .selectFrom('custom_fields')
    .select(['name', 'choices', 'required', sql<Kind>`kind`.as('kind')])
    .where('organization_id', '=', organizationId)
    .orderBy('id')
  return (lock ? query.forShare() : query).execute()
}

function selectCustomFields(reader: Reader) {
  return reader
    .selectFrom('custom_fields as field')
    .innerJoin('organizations as organization', 'organization.id', 'field.organization_id')
    .select(['field.id', 'organization.slug as organization', 'field.name', 'field.label'])
    .select([sql<Kind>`field.kind`.as('kind'), 'field.choices', 'field.required'])
    .select(['field.created_at', 'field.updated_at'])
}
