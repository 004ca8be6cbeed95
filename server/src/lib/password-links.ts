/**
 * Set-password links. A link is an id in its user's row; its tokens are MACs of that id under the server's secret, made
 * again whenever they are written or checked, so that nothing of them is kept. There are two: the one that is mailed is
 * known to nobody but the owner of the mailbox, the one that is shown is known to the caller who was answered with it.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

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

export function createPasswordLinks({ secretKey, publicUrl }: { secretKey: string; publicUrl: string }): PasswordLinks {
  const key = createSecretKey(secretKey, 'utf8')
  const tokenOf = (way: LinkWay, userId: number, linkId: number) =>
    `${userId}.${createHmac('sha256', key).update(`set-password|${way}|${userId}|${linkId}`).digest('base64url')}`
  const urlBy = (way: LinkWay) => (userId: number, linkId: number) =>
    `${publicUrl}/set-password/${tokenOf(way, userId, linkId)}`
  return {
    mailedUrl: urlBy('mailed'),
    shownUrl: urlBy('shown'),
    wayOf: (token, userId, linkId) => ways.find(way => areSame(token, tokenOf(way, userId, linkId))) ?? null,
  }
}

/** The user a token claims to be for; null when the text is no token. */
export function parsePasswordToken(token: string): number | null {
  const match = /^(\d{1,15})\.[\w-]{43}$/.exec(token)
  return match && Number(match[1])
}

/** In a time that does not tell how much of it is right. */
function areSame(token: string, other: string): boolean {
  const [a, b] = [Buffer.from(token), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
