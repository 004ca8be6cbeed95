import type { Claims, SaidClaims } from '../sign-on/claims.ts'
import type { NameId } from '../sign-on/saml/claims.ts'

/** By what a provider knows whom we mean when they sign out there: as it came when they signed in. */
export type SignOut = { readonly idToken: string } | { readonly nameId: NameId }

/** What a provider vouched for, and every check let pass. */
export interface Vouched {
  readonly issuer: string
  readonly subject: string
  readonly claims: Claims
  /** All of them, for what they are mapped to. Kept while somebody comes in, and no longer. */
  readonly said: SaidClaims
  readonly providerSession: string | null
  /** When the provider wants the session over; null: it does not say. */
  readonly endsAt: Date | null
  /** Null: they do not sign out there, or it is too long to be kept. */
  readonly signOut: SignOut | null
}
