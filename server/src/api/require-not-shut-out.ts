import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { isOpenTo } from '../places/signed-in-by.ts'
import type { Principal } from './principal.ts'

/**
 * Whoever has made single sign-on the only way in must have come in by it: a provider that is not right would keep everybody out.
 * Asked after the change, in its transaction. Throws `conflict`. A key, and who is allowed from above, is kept out by nothing.
 */
export async function requireNotShutOut(
  transaction: Transaction,
  { by: { actor, actsFrom }, organization, signedInBy }: Pick<Principal, 'by' | 'organization' | 'signedInBy'>,
): Promise<void> {
  if (actor.kind !== 'user' || signedInBy === null) return
  const visitor = { id: actor.id, signedInBy }
  const found = await transaction
    .selectFrom('organizations as organization')
    .select(isOpenTo(visitor).as('isOpen'))
    .select(
      sql<boolean>`exists (select from identities identity
        join identity_providers provider on provider.id = identity.provider_id
        where identity.user_id = ${actor.id} and provider.enabled
          and provider.organization_id = any(organization.path))`.as('hasCome'),
    )
    .where('organization.id', '=', actsFrom ?? organization.id)
    .executeTakeFirstOrThrow()
  if (found.isOpen || found.hasCome) return
  throw new Refusal(
    'conflict',
    'This would shut you out: sign in by the identity provider once yourself, and then do it.',
  )
}
