/**
 * What an organization says about a person, besides that the person belongs to it: none of it gives or takes access, so it
 * does not go through the engine.
 */
import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import type { Profile } from './profile.ts'

export interface MembershipChanges extends Profile {
  readonly role?: string
  readonly suspended_at?: Date | null
  /** Of somebody whose account is others' too; otherwise they follow the account's. */
  readonly first_name?: string
  readonly last_name?: string
}

export interface WhichMembership {
  readonly userId: number
  readonly organizationId: number
}

/** Changes what is given and leaves the rest. The caller has checked it, and holds the account by `lockAccount`. */
export async function writeMembership(
  transaction: Transaction,
  { userId, organizationId }: WhichMembership,
  { tags, custom_fields, ...changes }: MembershipChanges,
  at: Date,
): Promise<void> {
  const laidOver = sql<string>`jsonb_strip_nulls(custom_fields || ${JSON.stringify(custom_fields)}::jsonb)`
  await transaction
    .updateTable('memberships')
    .set({ ...changes, updated_at: at })
    .$if(tags !== undefined, query => query.set({ tags: [...(tags ?? [])] }))
    .$if(custom_fields !== undefined, query => query.set({ custom_fields: laidOver }))
    .where('user_id', '=', userId)
    .where('organization_id', '=', organizationId)
    .execute()
}

/** The lock that the engine takes too: nobody else changes the person or where they belong until the transaction ends. */
export async function lockAccount(transaction: Transaction, userId: number): Promise<void> {
  await transaction.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
}
