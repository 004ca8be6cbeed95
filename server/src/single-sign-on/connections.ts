/** A provider as the protocols know it: of what an organization said, what the provider says of itself, and our secrets. */
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database, Reader } from '../db/database.ts'
import { addressesOf } from '../identity-providers/ours.ts'
import type { ProviderSettings } from '../identity-providers/queries.ts'
import { toTheirs } from '../identity-providers/read-saml.ts'
import type { Attribute, Preset } from '../identity-providers/schema.ts'
import { openSecrets, type Secrets } from '../identity-providers/secrets.ts'
import { claimNames as oidcClaimNames } from '../sign-on/oidc/claims.ts'
import type { OidcConnection, ProviderMetadata } from '../sign-on/oidc/connection.ts'
import type { DiscoveryProblem } from '../sign-on/oidc/discover.ts'
import type { Oidc } from '../sign-on/oidc/oidc.ts'
import { claimNames as samlClaimNames } from '../sign-on/saml/claims.ts'
import type { SamlConnection } from '../sign-on/saml/connection.ts'

export interface Provider {
  readonly id: number
  readonly organizationId: number
  /** Of its organization. */
  readonly path: readonly number[]
  readonly slug: string
  readonly name: string
  readonly enabled: boolean
  readonly membersOnly: boolean
  /** Whether who signs out here is sent there to sign out too. */
  readonly signsOutThere: boolean
  /** Whether anything is given by what it says. */
  readonly mapsClaims: boolean
  /** What is kept of what it says of people. */
  readonly attributes: readonly Attribute[]
}

export type Connection = { readonly provider: Provider } & (
  | { readonly protocol: 'oidc'; readonly oidc: OidcConnection }
  | { readonly protocol: 'saml'; readonly saml: SamlConnection }
  /** It says nothing of itself that could be used. */
  | { readonly protocol: 'none'; readonly problem: DiscoveryProblem }
)

interface Deps {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl' | 'secretKey'>
  readonly oidc: Oidc
  readonly now: () => Date
}

const metadataLife = 60 * 60_000

/** Opens a connection by the provider's id; null: there is none. */
export type OpenConnection = (id: number) => Promise<Connection | null>

export function createConnections({ database: { kysely }, config, oidc, now }: Deps): OpenConnection {
  // By the provider as it is: whoever changes it has it asked anew, by all servers.
  const discovered = new Map<string, { readonly metadata: ProviderMetadata; readonly until: number }>()

  async function discover(issuer: string, provider: string): Promise<ProviderMetadata | DiscoveryProblem> {
    const known = discovered.get(provider)
    if (known && known.until > now().getTime()) return known.metadata
    const found = await oidc.discover(issuer)
    if (found.outcome === 'problem') return found.problem
    discovered.delete(provider) // so that the oldest come first
    discovered.set(provider, { metadata: found.metadata, until: now().getTime() + metadataLife })
    const [oldest] = discovered.keys()
    if (discovered.size > mostDiscovered && oldest !== undefined) discovered.delete(oldest)
    return found.metadata
  }

  return async id => {
    const row = await findProvider(kysely, id)
    if (!row) return null
    const { settings, secretsSealed, preset, updatedAt, mappedClaims, ...provider } = row
    const { attributes = [] } = settings
    const secrets = openSecrets(secretsSealed, config)
    const { members_only: membersOnly, signs_out_there: signsOutThere = false } = settings
    const shown = { ...provider, membersOnly, signsOutThere, mapsClaims: mappedClaims.length > 0, attributes }
    if (settings.saml) return { protocol: 'saml', provider: shown, saml: toSaml(id, preset, settings, secrets, config) }
    const { issuer, client_id, hosted_domain, scopes } = settings.oidc as NonNullable<ProviderSettings['oidc']>
    const metadata = await discover(issuer, `${id} ${updatedAt.toISOString()}`)
    if ('code' in metadata) return { protocol: 'none', provider: shown, problem: metadata }
    const connection: OidcConnection = {
      ...{ id, metadata, clientId: client_id, clientSecret: secrets.client_secret ?? null, clientAuth: null },
      ...{ redirectUri: addressesOf(config, id).callback, preset },
      tenants: hosted_domain ? [hosted_domain] : [],
      claims: oidcClaimNames(preset, settings.claims),
      looksAt: [...mappedClaims, ...attributes.map(({ claim }) => claim)].filter(claim => claim != null),
      scopes: scopes ? ['email', 'profile', ...scopes] : null,
    }
    return { protocol: 'oidc', provider: shown, oidc: connection }
  }
}

/** Of so many providers what they say is kept at hand. */
const mostDiscovered = 1000

function findProvider(reader: Reader, id: number) {
  return reader
    .selectFrom('identity_providers as provider')
    .innerJoin('organizations as organization', 'organization.id', 'provider.organization_id')
    .select(['provider.id', 'provider.name', 'provider.enabled', 'provider.secrets_sealed as secretsSealed'])
    .select('provider.updated_at as updatedAt')
    .select(['organization.id as organizationId', 'organization.path', 'organization.slug'])
    .select(sql<Preset>`provider.preset`.as('preset'))
    .select(sql<ProviderSettings>`provider.settings`.as('settings'))
    .select(
      sql<(string | null)[]>`array(select distinct claim from claim_mappings where provider_id = provider.id)`.as(
        'mappedClaims',
      ),
    )
    .where('provider.id', '=', id)
    .where('provider.archived_at', 'is', null)
    .where('organization.archived_at', 'is', null)
    .executeTakeFirst()
}

function toSaml(
  id: number,
  preset: Preset,
  { saml, claims }: ProviderSettings,
  { keys }: Secrets,
  config: Deps['config'],
): SamlConnection {
  if (!saml || !keys) throw new Error(`The identity provider ${id} has no settings of SAML, or no keys.`)
  const { acs, metadata, logout } = addressesOf(config, id)
  return {
    ours: { entityId: metadata, acsUrl: acs, logoutUrl: logout, keys, takesEncrypted: true },
    theirs: toTheirs(saml),
    subject: saml.subject_attribute ? { from: 'attribute', name: saml.subject_attribute } : { from: 'name_id' },
    claims: samlClaimNames(preset, claims),
    acceptsUnsolicited: saml.accepts_unsolicited ?? false,
    acceptsExpiredCertificates: saml.accepts_expired_certificates ?? false,
  }
}
