/** Who vouched for the person of a session, and what the session opens by that: asked at each call, for providers come and go. */
import { type RawBuilder, sql } from 'kysely'
import { isReady } from './break-glass.ts'
import { factorDueAt } from './factor-due.ts'
import { takesProvider } from './takes-provider.ts'

export interface SignedInBy {
  readonly method: 'password' | 'passkey' | 'provider'
  /** Whether a second factor was shown, or a passkey, which is two. */
  readonly withSecondFactor: boolean
  /** The organization whose identity provider vouched. Null: no provider did, the person is the account's own. */
  readonly providerOf: number | null
  /** When the person proved last who it is. */
  readonly provenAt: Date
}

/** Of a person: whose account it is, and how they came in. Null: somebody else acts as them, who may all that they may. */
export interface Visitor {
  readonly id: number
  readonly signedInBy: SignedInBy | null
}

/**
 * Whether what is of an organization is open to a session, for rows of `organizations as organization`. A provider opens the
 * subtree of its own organization and nothing else; where single sign-on is in force, nothing but a provider opens it, save
 * for break-glass owners with a second factor; and where a second factor is asked for, nobody who is without one too long.
 */
export function isOpenTo(visitor: Visitor): RawBuilder<boolean> {
  return takesFactor(visitor)
    ? sql`(${isVouchedFor(visitor)} and coalesce(${factorDueAt(visitor.id)} > now(), true))`
    : isVouchedFor(visitor)
}

/** The same, as far as it hangs on who vouched. */
export function isVouchedFor({ id, signedInBy }: Visitor): RawBuilder<boolean> {
  if (signedInBy === null) return sql<boolean>`true`
  const { providerOf, withSecondFactor } = signedInBy
  if (providerOf !== null) return sql<boolean>`${providerOf} = any(organization.path)`
  const breaksGlass = sql<boolean>`exists (select from break_glass_owners glass
    where glass.organization_id = any(organization.path) and glass.user_id = ${id} and ${isReady})`
  return withSecondFactor ? sql`(not ${takesProvider} or ${breaksGlass})` : sql`not ${takesProvider}`
}

/** Whom a provider vouched for needs none: it is for the provider to ask. */
export function takesFactor({ signedInBy }: Visitor): boolean {
  return signedInBy !== null && signedInBy.method !== 'provider'
}
