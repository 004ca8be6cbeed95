import { rangeProblem, textProblem } from '../lib/checks.ts'
import { networkProblem } from '../lib/network/addresses.ts'
import { readMoment } from '../lib/read-moment.ts'
import { scopes as allScopes } from '../lib/roles/permissions.ts'

/** What a key is to be; what is not given is left as it is. */
export interface KeySettings {
  readonly name?: string
  readonly scopes?: readonly string[]
  readonly expiresAt?: Date | null
  readonly allowedAddresses?: readonly string[]
  readonly rateLimit?: number | null
}

/** What is wrong with each setting of a key, by its field in the API; null: nothing. */
export function keyProblems(
  { name, scopes, expiresAt, allowedAddresses, rateLimit }: KeySettings,
  now: Date,
): Record<string, string | null> {
  const unknown = (scopes ?? []).filter(scope => !allScopes.includes(scope))
  return {
    name: name === undefined ? null : textProblem(name, 150),
    scopes: scopesProblem(scopes, unknown),
    expires_at: expiresAt && expiresAt <= now ? 'must be a moment to come' : null,
    allowed_addresses: allowedAddresses?.map(networkProblem).find(problem => problem !== null) ?? null,
    rate_limit: rateLimit == null ? null : rangeProblem(rateLimit, 0, 1_000_000),
  }
}

export function readExpiry(expiresAt: string | null): Date | null {
  return expiresAt === null ? null : readMoment(expiresAt)
}

function scopesProblem(scopes: readonly string[] | undefined, unknown: readonly string[]): string | null {
  if (scopes?.length === 0) return 'must not be empty'
  if (unknown.length === 0) return null
  return `must be read, provision, manage or single permissions, and ${unknown.join(', ')} is none of them`
}
