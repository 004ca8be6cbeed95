/**
 * Break-glass owners: whom an organization has named to come in by a password and a second factor where single sign-on is the only
 * way in, for when the provider fails. Each use is told to all its owners.
 */
import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { recordOperation } from '../log/record-operation.ts'
import { takesProvider } from './takes-provider.ts'

/** Of rows of `break_glass_owners as glass`: it counts as long as the person owns the organization. */
const isStillOwner = sql<boolean>`exists (select from memberships held
  where held.organization_id = glass.organization_id and held.user_id = glass.user_id and held.role = 'owner'
    and held.invited_at is null and held.suspended_at is null)`

/** The same: and whether they could come in now. */
export const isReady = sql<boolean>`(${isStillOwner} and exists (
  select from passwords where passwords.user_id = glass.user_id and has_second_factor))`

/** Notes that somebody comes in so, where it opens something, and mails it to the owners. Fixed in the number of its statements but for the log. */
export async function tellBrokenGlass(
  transaction: Transaction,
  { userId, ip }: { readonly userId: number; readonly ip: string | null },
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ organizationId: number; email: string }>`
    select distinct glass.organization_id as "organizationId", users.email
    from break_glass_owners glass
    join users on users.id = glass.user_id
    join memberships member on member.user_id = glass.user_id and member.invited_at is null and member.suspended_at is null
    join organizations organization on organization.id = member.organization_id and organization.archived_at is null
      and glass.organization_id = any(organization.path)
    where glass.user_id = ${userId} and ${isStillOwner} and ${takesProvider}`.execute(transaction)
  for (const { organizationId, email } of rows) {
    const by = { actor: { kind: 'user', id: userId }, source: null, ip, receivedAt: now } as const
    const change = { kind: 'use_break_glass', organizationId, userId, email, result: 'changed' } as const
    const operationId = await recordOperation(transaction, change, by)
    await sql`
      insert into messages (kind, user_id, organization_id, operation_id, due_at)
      select 'break_glass_used', user_id, organization_id, ${operationId}, ${now} from memberships
      where organization_id = ${organizationId} and role = 'owner' and invited_at is null and suspended_at is null`.execute(
      transaction,
    )
  }
}

/**
 * Where single sign-on has come into force, or somebody was named, sessions of before would open what no mail has told of: they end.
 * Of those named in the organization and below it.
 */
export async function endUntoldSessions(
  transaction: Transaction,
  organizationId: number,
  userId: number | null = null,
) {
  await sql`
    delete from sessions using break_glass_owners glass, organizations organization
    where sessions.user_id = glass.user_id and sessions.method <> 'provider' and organization.id = glass.organization_id
      and ${organizationId} = any(organization.path) and (${userId}::bigint is null or glass.user_id = ${userId})
      and ${takesProvider}`.execute(transaction)
}
