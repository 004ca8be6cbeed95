/** Single sign-on as the only way in keeps nobody out for good: neither who makes it so, nor all, should the provider fail. */
import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { isReady } from '../places/break-glass.ts'
import { isVouchedFor } from '../places/signed-in-by.ts'
import { takesProvider } from '../places/takes-provider.ts'
import type { Principal } from './principal.ts'

type Person = Pick<Principal, 'by' | 'organization' | 'signedInBy'>

/**
 * Whoever makes single sign-on the only way into an organization must have come in by it, and leave a break-glass owner. Asked after
 * the change, in its transaction. Throws `conflict`. A key, and who is allowed from above, is kept out by nothing, and takes it back.
 */
export async function requireNotShutOut(transaction: Transaction, who: Person, organizationId: number): Promise<void> {
  const { actor } = who.by
  if (actor.kind !== 'user' || who.signedInBy === null || isFromAbove(who, organizationId)) return
  const { isOpen, hasCome } = await transaction
    .selectFrom('organizations as organization')
    .select(isVouchedFor({ id: actor.id, signedInBy: who.signedInBy }).as('isOpen'))
    .select(
      sql<boolean>`exists (select from identities identity
        join users named on named.id = identity.user_id
        join identity_providers provider on provider.id = identity.provider_id
        where coalesce(named.alias_of, named.id) = ${actor.id} and provider.enabled
          and provider.organization_id = any(organization.path))`.as('hasCome'),
    )
    .where('organization.id', '=', organizationId)
    .executeTakeFirstOrThrow()
  if (!isOpen && !hasCome)
    throw new Refusal(
      'conflict',
      'This would shut you out: sign in by the identity provider once yourself, and then do it.',
    )
  await requireGlassLeft(transaction, who, organizationId)
}

/** Throws `conflict` where single sign-on is in force, and no break-glass owner could come in. For the same people. */
export async function requireGlassLeft(transaction: Transaction, who: Person, organizationId: number): Promise<void> {
  if (who.by.actor.kind !== 'user' || isFromAbove(who, organizationId)) return
  // Who switches a provider on, and who takes the last one back, wait for each other.
  await transaction.selectFrom('organizations').select('id').where('id', '=', organizationId).forUpdate().execute()
  const { isShut } = await transaction
    .selectFrom('organizations as organization')
    .select(
      sql<boolean>`${takesProvider} and not exists (select from break_glass_owners glass
        where glass.organization_id = any(organization.path) and ${isReady})`.as('isShut'),
    )
    .where('organization.id', '=', organizationId)
    .executeTakeFirstOrThrow()
  if (isShut)
    throw new Refusal(
      'conflict',
      'Should the provider fail, nobody could come in: name a break-glass owner first, who has a password and a second factor.',
    )
}

function isFromAbove({ by: { actsFrom }, organization }: Person, organizationId: number): boolean {
  return (actsFrom ?? organization.id) !== organizationId
}
