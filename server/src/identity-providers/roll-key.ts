/**
 * Our key of SAML is followed by another one in three steps, so that nobody is kept out while the provider comes to know it: the next
 * one is published beside it, then signs in its place, then stands alone. Each opens what was encrypted for it as long as it is there.
 */
import type { Config } from '../config.ts'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { SigningKey } from '../sign-on/saml/connection.ts'
import { getProvider, type ProviderRow } from './queries.ts'
import type { KeyStep } from './schema.ts'
import { type Keys, makeOurKey, openSecrets, sealSecrets } from './secrets.ts'
import { lockProvider, recordProvider, type WhichProvider, type Writer } from './write-provider.ts'

/** Throws `not_found`, `precondition_failed`, or `conflict` where it is not time for the step. */
export async function rollKey(
  transaction: Transaction,
  config: Pick<Config, 'publicUrl' | 'secretKey'>,
  principal: Writer,
  { step, ...which }: WhichProvider & { readonly step: KeyStep },
  by: AskedBy,
): Promise<ProviderRow> {
  const { organizationId, before } = await lockProvider(transaction, config, principal, which)
  const { secrets_sealed } = await transaction
    .selectFrom('identity_providers')
    .select('secrets_sealed')
    .where('id', '=', before.id)
    .executeTakeFirstOrThrow()
  const { keys } = openSecrets(secrets_sealed, config)
  if (!keys) throw new Refusal('conflict', 'There is no key of ours: that is of SAML alone.')
  const next = afterStep(keys, step, step === 'publish' ? await makeOurKey(before.name, by.receivedAt) : null)
  await transaction
    .updateTable('identity_providers')
    .set({ secrets_sealed: sealSecrets({ keys: next }, config), updated_at: by.receivedAt })
    .where('id', '=', before.id)
    .execute()
  const after = await getProvider(transaction, config, principal, before.id)
  await recordProvider(transaction, 'update_identity_provider', { organizationId, before, after }, by)
  return after
}

/** `made`: the next one. The first one of them signs. */
function afterStep([signs, other]: Keys, step: KeyStep, made: SigningKey | null): Keys {
  if (made !== null) {
    if (other) throw new Refusal('conflict', 'There are two already: remove the one that does not sign first.')
    return [signs, made]
  }
  if (!other) throw new Refusal('conflict', 'There is one key, and it signs: publish the next one first.')
  return step === 'switch' ? [other, signs] : [signs]
}
