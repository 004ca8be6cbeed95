import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'

/** Takes from everybody in an organization what they have in a field. One statement. */
export async function forgetCustomField(
  transaction: Transaction,
  organizationId: number,
  name: string,
  at: Date,
): Promise<void> {
  await sql`
    update memberships set custom_fields = custom_fields - ${name}::text, updated_at = ${at}
    where organization_id = ${organizationId} and custom_fields <> '{}' and custom_fields ? ${name}::text`.execute(
    transaction,
  )
}
