/** Identity providers made, changed and taken away. */

import type { Principal } from '../api/principal.ts'
import { requireNotShutOut } from '../api/require-not-shut-out.ts'
import type { Config } from '../config.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import { endUntoldSessions } from '../places/break-glass.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { getProvider, type ProviderRow, type ProviderSettings } from './queries.ts'
import { requireAttributes } from './require-attributes.ts'
import { requireNoGreater } from './require-no-greater.ts'
import type { IdentityProviderChanges, NewIdentityProvider, Saml } from './schema.ts'
import { makeOurKey, sealSecrets } from './secrets.ts'
import { settingsProblems } from './settings-problems.ts'

/** Who makes and changes them: a caller, or whoever runs the server. */
export type Writer = Pick<Principal, 'organization' | 'permissions' | 'by' | 'signedInBy'>
type Settings = Pick<Config, 'publicUrl' | 'secretKey'>
/** Of one organization. */
export const mostProviders = 20

/** Throws `invalid`, `not_found` (organization), or `conflict` where there are as many as there may be. */
export async function createProvider(
  transaction: Transaction,
  config: Settings,
  principal: Writer,
  {
    organization,
    preset = 'other',
    name,
    members_only = false,
    signs_out_there = false,
    claims = {},
    attributes = [],
    oidc,
    client_secret,
    saml,
  }: Omit<NewIdentityProvider, 'saml'> & { readonly saml?: Saml },
  by: AskedBy,
): Promise<ProviderRow> {
  const settings: ProviderSettings = {
    ...{ members_only, signs_out_there, claims, attributes, oidc: oidc ?? null, saml: saml ?? null },
  }
  refuseInvalid({
    oidc:
      oidc && saml ? 'is one way and saml another: send one of them' : oidc || saml ? null : 'must be there, or saml',
    name: textProblem(name, 150),
    client_secret:
      oidc && client_secret === undefined
        ? 'must be there'
        : !oidc && client_secret !== undefined
          ? 'is of OpenID Connect alone'
          : null,
    ...settingsProblems(preset, settings, config),
  })
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, organization)
  await requireAttributes(transaction, principal, organizationId, attributes)
  // Of two who make the last one, the second waits and counts it.
  await transaction.selectFrom('organizations').select('id').where('id', '=', organizationId).forNoKeyUpdate().execute()
  const { count } = await transaction
    .selectFrom('identity_providers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= mostProviders)
    throw new Refusal('conflict', `An organization has at most ${mostProviders} identity providers.`)
  const { id } = await transaction
    .insertInto('identity_providers')
    .values({
      organization_id: organizationId,
      protocol: oidc ? 'oidc' : 'saml',
      preset,
      name,
      settings: JSON.stringify(settings),
      secrets_sealed: sealSecrets(oidc ? { client_secret } : { keys: [await makeOurKey(name, by.receivedAt)] }, config),
      created_at: by.receivedAt,
      updated_at: by.receivedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await getProvider(transaction, config, principal, id)
  await recordProvider(transaction, 'create_identity_provider', { organizationId, before: null, after }, by)
  return after
}

export interface WhichProvider {
  readonly id: number
  readonly ifMatch?: string
}

/**
 * Changes what is given and leaves the rest. What it trusts is tried again before it is switched on. Throws `not_found`,
 * `precondition_failed`, `invalid`, `conflict`, or `forbidden`: somebody whom it knows may do more than the caller.
 */
export async function updateProvider(
  transaction: Transaction,
  config: Settings,
  principal: Writer,
  which: WhichProvider,
  changes: Omit<IdentityProviderChanges, 'saml'> & { readonly saml?: Saml },
  by: AskedBy,
): Promise<ProviderRow> {
  const { organizationId, before } = await lockProvider(transaction, config, principal, which)
  const { name = before.name, enabled = before.enabled, client_secret } = changes
  const settings = settingsOf({ ...before, ...changes })
  refuseInvalid({
    name: textProblem(name, 150),
    oidc: changes.oidc && before.protocol !== 'oidc' ? 'is not how it was made: make another provider' : null,
    saml: changes.saml && before.protocol !== 'saml' ? 'is not how it was made: make another provider' : null,
    client_secret: client_secret !== undefined && before.protocol !== 'oidc' ? 'is of OpenID Connect alone' : null,
    ...settingsProblems(before.preset, settings, config),
  })
  const trustsOther =
    changes.oidc !== undefined ||
    changes.saml !== undefined ||
    changes.claims !== undefined ||
    client_secret !== undefined
  if (changes.attributes) await requireAttributes(transaction, principal, organizationId, changes.attributes)
  if (trustsOther) await requireNoGreater(transaction, principal, before.id)
  const testedAt = trustsOther ? null : before.tested_at
  if (enabled && !before.enabled && testedAt === null)
    throw new Refusal('conflict', 'Try it first: nobody has signed in by it as it is now.')
  await transaction
    .updateTable('identity_providers')
    .set({
      name,
      enabled: enabled && testedAt !== null,
      settings: JSON.stringify(settings),
      tested_at: testedAt,
      ...(client_secret !== undefined && { secrets_sealed: sealSecrets({ client_secret }, config) }),
      updated_at: by.receivedAt,
    })
    .where('id', '=', before.id)
    .execute()
  if (enabled && !before.enabled) {
    await requireNotShutOut(transaction, principal, organizationId)
    await endUntoldSessions(transaction, organizationId)
  }
  const after = await getProvider(transaction, config, principal, before.id)
  await recordProvider(transaction, 'update_identity_provider', { organizationId, before, after }, by)
  return after
}

/** Whom it knows is forgotten, and their sessions end. Throws `not_found` or `precondition_failed`. */
export async function deleteProvider(
  transaction: Transaction,
  config: Settings,
  principal: Writer,
  which: WhichProvider,
  by: AskedBy,
): Promise<void> {
  const { organizationId, before } = await lockProvider(transaction, config, principal, which)
  await transaction.deleteFrom('identities').where('provider_id', '=', before.id).execute()
  await transaction
    .updateTable('identity_providers')
    .set({ enabled: false, archived_at: by.receivedAt, secrets_sealed: null, updated_at: by.receivedAt })
    .where('id', '=', before.id)
    .execute()
  await recordProvider(transaction, 'delete_identity_provider', { organizationId, before, after: null }, by)
}

export async function lockProvider(
  transaction: Transaction,
  config: Settings,
  principal: Writer,
  { id, ifMatch }: WhichProvider,
) {
  const thing = { table: 'identity_providers', word: 'identity provider', id } as const
  const { id: organizationId } = await lockInReach(transaction, principal, thing)
  const before = await getProvider(transaction, config, principal, id)
  requireMatch(ifMatch, before)
  return { organizationId, before }
}

function settingsOf({
  members_only,
  signs_out_there,
  claims,
  attributes,
  oidc,
  saml,
}: ProviderSettings): ProviderSettings {
  return { members_only, signs_out_there, claims, attributes, oidc, saml }
}

interface Written {
  readonly organizationId: number
  readonly before: ProviderRow | null
  readonly after: ProviderRow | null
}

export function recordProvider(
  transaction: Transaction,
  kind: OperationKind,
  { organizationId, before, after }: Written,
  by: AskedBy,
) {
  const id = (before ?? after)?.id as number
  const object = { kind: 'identity_provider', id, before, after }
  return recordOperation(transaction, { kind, organizationId, result: before ? 'changed' : 'created', object }, by)
}
