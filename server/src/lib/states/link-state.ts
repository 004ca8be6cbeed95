/** The state of a share link follows from its limits and the clock. */

export const linkStates = ['open', 'used_up', 'expired', 'revoked'] as const
export type LinkState = (typeof linkStates)[number]

/** As the database holds them; null: without that limit. */
export interface LinkLimits {
  readonly max_uses: number | null
  readonly used: number
  readonly expires_at: Date | null
  readonly revoked_at: Date | null
}

export function linkStateOf({ max_uses, used, expires_at, revoked_at }: LinkLimits, now: Date): LinkState {
  if (revoked_at) return 'revoked'
  if (expires_at && expires_at <= now) return 'expired'
  return max_uses !== null && used >= max_uses ? 'used_up' : 'open'
}
