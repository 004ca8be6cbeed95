/** What a provider says of a person, by whatever protocol. */
export interface Claims {
  readonly email: string | null
  /** Whether the provider says that the address is the person's. It vouches for nothing: a domain that was proven does. */
  readonly email_verified: boolean
  readonly first_name: string | null
  readonly last_name: string | null
  readonly name: string | null
  /** Null: the provider did not say which, or that they are too many to name. Then nothing may be concluded from it. */
  readonly groups: Values | null
}

/** What a claim says. */
export interface Values {
  readonly values: readonly string[]
  /** False: as many as a provider names at most, so that others may be missing. Nobody is to lose anything by it. */
  readonly areAll: boolean
}

/**
 * All that was said, by the provider's own names. A claim that is not in it was not said, could not be read, or was too much:
 * nothing may be concluded from that.
 */
export type SaidClaims = ReadonlyMap<string, Values>

/** So many names some of them send at most: Google 75, Okta 100 in some set-ups, Entra 150 or 200. */
const suspectLengths = [75, 100, 150, 200]

export function valuesOf(values: readonly string[]): Values {
  return { values, areAll: !suspectLengths.includes(values.length) }
}

const mostClaims = 200
const mostLetters = 100_000

/** As much as is kept while somebody comes in. */
export function bound(said: Iterable<readonly [string, readonly string[]]>): SaidClaims {
  const kept = new Map<string, Values>()
  let letters = 0
  for (const [name, values] of said) {
    const more = values.reduce((sum, value) => sum + value.length, name.length)
    if (kept.size >= mostClaims || letters + more > mostLetters) continue
    letters += more
    kept.set(name, valuesOf(values))
  }
  return kept
}

/** What may identify somebody. */
export function isName(text: string): boolean {
  return text.length > 0 && text.length <= 1024 && !/\p{Cc}/u.test(text)
}
