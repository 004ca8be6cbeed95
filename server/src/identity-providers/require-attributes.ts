import { type Principal, requirePermission } from '../api/principal.ts'
import { listDefinitions } from '../custom-fields/queries.ts'
import type { Transaction } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import type { Attribute } from './schema.ts'

/** What a field of the organization's own is called here. */
export const ofCustomField = 'custom_fields.'

/** Who has a provider change people may do that. Throws `invalid` or `forbidden`. */
export async function requireAttributes(
  transaction: Transaction,
  principal: Pick<Principal, 'permissions'>,
  organizationId: number,
  attributes: readonly Attribute[],
): Promise<void> {
  if (attributes.length === 0) return
  requirePermission(principal, 'users.edit')
  const definitions = await listDefinitions(transaction, organizationId)
  const known = new Set(definitions.map(({ name }) => `${ofCustomField}${name}`))
  const fields = attributes.map(({ field }) => field)
  const isPart = (field: string) => field === 'first_name' || field === 'last_name'
  const problemOf = ({ field, claim }: Attribute, at: number) => {
    if (fields.indexOf(field) < at) return 'is there twice'
    if (isPart(field) && fields.includes('name')) return 'is part of name: say the whole, or its parts'
    if (!field.startsWith(ofCustomField)) return null
    if (!known.has(field)) return 'is no field of the organization'
    return claim === undefined ? 'needs a claim' : null
  }
  refuseInvalid(Object.fromEntries(attributes.map((one, at) => [`attributes[${at}].field`, problemOf(one, at)])))
}
