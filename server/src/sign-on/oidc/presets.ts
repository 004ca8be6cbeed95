/** What kinds of providers are known to need. */
export interface Preset {
  /** Names of the claim that has a person's groups; the first that is there counts. */
  readonly groups: readonly string[]
  /** Besides `openid`. Whether there is one for groups differs even between servers of a kind: it is asked for where it is offered. */
  readonly scopes: readonly string[]
  /** Whether its userinfo has more than its ID token. */
  readonly hasUserinfo: boolean
  /** How it is asked to look at somebody anew: some know no more than to ask which account it is to be. */
  readonly anew: 'login' | 'select_account'
}

const usual: Preset = { groups: ['groups'], scopes: ['email', 'profile'], hasUserinfo: true, anew: 'login' }

export const presets = {
  // Its groups come only where a claim of that name is set up.
  okta: { ...usual, scopes: ['email', 'profile', 'groups'] },
  entra: { ...usual, hasUserinfo: false },
  google: { ...usual, groups: [], anew: 'select_account' },
  keycloak: usual,
  // A claim of one's own must be called by an address, which the administrator chooses.
  auth0: { ...usual, groups: [] },
  jumpcloud: { ...usual, groups: ['memberOf', 'groups'] },
  onelogin: { ...usual, scopes: ['email', 'profile', 'groups'] },
  adfs: { ...usual, groups: ['group', 'groups'], hasUserinfo: false },
  other: usual,
} as const satisfies Readonly<Record<string, Preset>>

export type OidcPreset = keyof typeof presets

const entraTenants =
  /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)\/([^/]+)(?:\/v2\.0)?\/?$/

/** What is asked for: who asks for `groups` where there is no such scope is refused. */
export function scopesOf(preset: OidcPreset, offered: readonly string[] | undefined): string[] {
  return presets[preset].scopes.filter(scope => scope !== 'groups' || offered?.includes(scope))
}

/** The tenant that an issuer of Entra names; null: it is not Entra's. */
export function entraTenantOf(issuer: string): string | null {
  return entraTenants.exec(issuer)?.[1] ?? null
}

const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** Whether the issuer stands for everybody that Microsoft knows: then it says nothing of where somebody belongs. */
export function isOfManyTenants(issuer: string): boolean {
  const tenant = entraTenantOf(issuer)?.toLowerCase()
  const many = ['common', 'organizations', 'consumers', personalAccounts]
  return issuer.includes('{') || issuer.includes('%7B') || (tenant !== undefined && many.includes(tenant))
}
