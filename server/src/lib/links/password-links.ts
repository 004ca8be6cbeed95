/**
 * Set-password links. A link is an id in its user's row (lib/links/link-tokens.ts). It has two tokens: the one that is mailed is
 * known to nobody but the owner of the mailbox, the one that is shown is known to the caller who was answered with it.
 */
import { createLinkTokens } from './link-tokens.ts'

const ways = ['mailed', 'shown'] as const
/** How a token got out. */
export type LinkWay = (typeof ways)[number]

export interface PasswordLinks {
  /** The address to write into a mail to the user, and nowhere else. */
  mailedUrl(userId: number, linkId: number): string
  /** The address to show to a caller. */
  shownUrl(userId: number, linkId: number): string
  /** How the token got out; null when it is not one of this link's. */
  wayOf(token: string, userId: number, linkId: number): LinkWay | null
}

/** Until when one lives that is made now. */
export function endOfPasswordLink({ days, now }: { days: number; now: Date }): Date {
  return new Date(now.getTime() + days * 24 * 60 * 60 * 1000)
}

export interface LiveLink {
  readonly id: number
  readonly expiresAt: Date
}

/** As it stands in its user's row, if it still opens something. */
export function liveLinkOf(id: number | null, expiresAt: Date | null, now: Date): LiveLink | null {
  return id !== null && expiresAt !== null && expiresAt > now ? { id, expiresAt } : null
}

export function createPasswordLinks({ secretKey, publicUrl }: { secretKey: string; publicUrl: string }): PasswordLinks {
  const tokens = createLinkTokens(secretKey)
  const purposeOf = (way: LinkWay) => `set-password|${way}`
  const urlBy = (way: LinkWay) => (userId: number, linkId: number) =>
    `${publicUrl}/set-password/${tokens.make(purposeOf(way), userId, linkId)}`
  return {
    mailedUrl: urlBy('mailed'),
    shownUrl: urlBy('shown'),
    wayOf: (token, userId, linkId) => ways.find(way => tokens.isRight(token, purposeOf(way), userId, linkId)) ?? null,
  }
}
