import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { isVouchedFor } from '../places/signed-in-by.ts'
import type { LiveSession } from '../sessions/signed-in.ts'

/**
 * What is of an account in all its organizations is no matter of one of them. Throws `forbidden` where an identity provider
 * vouched and the person belongs elsewhere too.
 */
export async function requireWholeAccount(reader: Reader, { visitor, signedInBy }: LiveSession): Promise<void> {
  if (signedInBy.providerOf === null) return
  const elsewhere = await reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .select('organization.id')
    .where('membership.user_id', '=', visitor.id)
    .where(({ not }) => not(isVouchedFor(visitor)))
    .limit(1)
    .executeTakeFirst()
  if (elsewhere)
    throw new Refusal(
      'forbidden',
      'Your account belongs to other organizations too. Sign in by its password to do this.',
    )
}
