import { readAccess, type SentAccess } from '../access/access-json.ts'
import { refuse, refuseInvalid } from '../lib/checks.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { SeatsIntent } from '../provisioning/intents/place.ts'

export interface SeatsChanges {
  /** How many there are to be. */
  readonly quantity?: number
  readonly reclaim?: 'newest' | 'oldest'
  readonly access?: SentAccess
  readonly waitlist?: boolean
}

interface SeatsAt {
  readonly team_id: number
  readonly product: number
  readonly time_zone: string
  /** Whether the organization that sells the product is the caller's own or one below it. */
  readonly seller_in_reach: boolean
}

/**
 * What is sent, as the engine is asked: number and terms change together or not at all. Throws `invalid`,
 * or `forbidden`: how long access lasts that was sold from above is for its seller to say.
 */
export function readSeatsChanges(
  place: SeatsAt,
  { quantity, reclaim, access, waitlist }: SeatsChanges,
  { call, ifMatch }: { call: Call; ifMatch?: string },
): SeatsIntent {
  const isForeign = access !== undefined && !place.seller_in_reach
  refuse('forbidden', { access: isForeign ? 'is said by the organization above that sold these seats' : null })
  const { columns, problems } = readAccess(access, place.time_zone, call.receivedAt)
  const isAlone = reclaim !== undefined && quantity === undefined
  refuseInvalid({ ...problems, reclaim: isAlone ? 'goes with quantity' : null })
  const { access_months: months = null, access_days: days = null, access_until: until = null } = columns
  return {
    kind: 'change_seats',
    call,
    teamId: place.team_id,
    product: place.product,
    change: quantity === undefined ? { add: 0 } : { to: quantity },
    reclaim: reclaim ?? null,
    terms: {
      ...(access !== undefined && { ownPeriod: access && { months, days, until } }),
      ...(waitlist !== undefined && { waitlist }),
    },
    ifMatch,
    reference: null,
  }
}
