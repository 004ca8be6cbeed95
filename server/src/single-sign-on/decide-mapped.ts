/**
 * What comes of what a provider says of a person, by what its claims are mapped to: pure rules. A place is a group, a team, or the
 * organization itself, where all are members and only the role can be given.
 *
 * Added is what any mapping gives; of several roles in one place the first counts. Taken away is only what the provider gave and
 * nobody has changed since, and only where every mapping of the place follows and each of their claims was said whole.
 */
import type { Claims, SaidClaims, Values } from '../sign-on/claims.ts'

export interface Place {
  readonly kind: 'group' | 'team' | 'organization'
  readonly id: number
}

export interface Mapped {
  /** Null: what the provider calls its groups. */
  readonly claim: string | null
  readonly value: string
  readonly place: Place
  /** In the team or the organization; null: a learner's. */
  readonly role: string | null
  readonly follows: boolean
  /** What whoever wrote it could do. */
  readonly permissions: readonly string[]
}

/** How the person stands in the place. */
export interface PlaceStanding {
  readonly isIn: boolean
  /** Whether the provider put the person there: never into the organization. */
  readonly isGiven: boolean
  /** Null: in no team, or in a group. */
  readonly heldRole: string | null
  /** Whether the provider gave that role. */
  readonly isRoleGiven: boolean
}

export interface Step extends Pick<Mapped, 'place' | 'permissions'> {
  /** `keep`: what would have been taken, had it been said whole. */
  readonly does: 'join' | 'leave' | 'become' | 'keep'
  /** Of who joins a team, or becomes something else. */
  readonly role: string | null
}

export function decideMapped(
  mapped: readonly (Mapped & PlaceStanding)[],
  said: { readonly groups: Claims['groups']; readonly said: SaidClaims },
): Step[] {
  const valuesOf = ({ claim }: Mapped): Values | undefined =>
    claim === null ? (said.groups ?? undefined) : said.said.get(claim)
  return [...Map.groupBy(mapped, ({ place: { kind, id } }) => `${kind} ${id}`).values()].flatMap(rows => {
    const [first] = rows as [Mapped & PlaceStanding]
    const named = rows.find(row => valuesOf(row)?.values.includes(row.value))
    const doFollow = rows.every(({ follows }) => follows)
    const isWhole = rows.every(row => valuesOf(row)?.areAll)
    const { place, permissions } = named ?? first
    const step = (does: Step['does'], role: string | null = null): Step[] => [{ place, permissions, does, role }]
    const { isIn, isGiven, heldRole, isRoleGiven } = first
    const isPlain = heldRole === null || heldRole === learner
    if (!named) {
      if (!isIn || !doFollow || !(isPlain ? isGiven : isRoleGiven)) return []
      if (!isWhole) return step('keep')
      return isGiven ? step('leave') : step('become', learner)
    }
    const role = place.kind === 'group' ? null : (named.role ?? learner)
    if (!isIn) return place.kind === 'organization' ? [] : step('join', role)
    if (role === heldRole || (!isPlain && !(isRoleGiven && doFollow))) return []
    return isPlain || isWhole ? step('become', role) : step('keep')
  })
}

const learner = 'learner'
