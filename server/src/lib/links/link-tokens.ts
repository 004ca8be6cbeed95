/**
 * Tokens of links that are mailed. A token is a MAC, under the server's secret, of what it opens and of an id that changes
 * when it is to die; it is made again whenever it is written or checked, so that nothing of it is kept.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

export interface LinkTokens {
  /** Of the thing `id`, good as long as `linkId` is the thing's. `purpose` says what it opens. */
  make(purpose: string, id: number, linkId: number): string
  /** In a time that does not tell how much of it is right. */
  isRight(token: string, purpose: string, id: number, linkId: number): boolean
}

export function createLinkTokens(secretKey: string): LinkTokens {
  const key = createSecretKey(secretKey, 'utf8')
  const make = (purpose: string, id: number, linkId: number) =>
    `${id}.${createHmac('sha256', key).update(`${purpose}|${id}|${linkId}`).digest('base64url')}`
  return {
    make,
    isRight(token, purpose, id, linkId) {
      const [given, right] = [Buffer.from(token), Buffer.from(make(purpose, id, linkId))]
      return given.length === right.length && timingSafeEqual(given, right)
    },
  }
}

/** The id that a token claims to be for; null when the text is no token. */
export function parseLinkToken(token: string): number | null {
  const match = /^(\d{1,15})\.[\w-]{43}$/.exec(token)
  return match && Number(match[1])
}
