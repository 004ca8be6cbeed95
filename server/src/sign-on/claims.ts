/** What a provider says of a person, by whatever protocol. */
export interface Claims {
  readonly email: string | null
  /** Whether the provider says that the address is the person's. It vouches for nothing: a domain that was proven does. */
  readonly email_verified: boolean
  readonly first_name: string | null
  readonly last_name: string | null
  readonly name: string | null
  /** Null: the provider did not say which, or that they are too many to name. Then nothing may be concluded from it. */
  readonly groups: Groups | null
}

export interface Groups {
  readonly names: readonly string[]
  /** False: as many as the provider names at most, so that others may be missing. Nobody is to lose anything by it. */
  readonly areAll: boolean
}

/** What may identify somebody. */
export function isName(text: string): boolean {
  return text.length > 0 && text.length <= 1024 && !/\p{Cc}/u.test(text)
}
