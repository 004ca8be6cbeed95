/**
 * Share links: derived like links that are mailed (link-tokens.ts), so that the address can be shown whenever it is wanted.
 * Who follows one shows nothing else, so a link is found by the SHA-256 of its token: those whose token was made by chance
 * once, or under another secret, go on working, and only their address is not known any more.
 */
import { createHash, createHmac, createSecretKey } from 'node:crypto'

export interface ShareLinks {
  /** What is kept of a new link. */
  make(id: number): { readonly prefix: string; readonly hash: Buffer }
  /** The address to share; null: nobody knows it but who was shown it. */
  urlOf(link: { readonly id: number; readonly prefix: string }): string | null
}

const tokenBytes = 24
const prefixLength = 6

export function createShareLinks({ secretKey, publicUrl }: { secretKey: string; publicUrl: string }): ShareLinks {
  const key = createSecretKey(secretKey, 'utf8')
  const tokenOf = (id: number) =>
    createHmac('sha256', key).update(`share|${id}`).digest().subarray(0, tokenBytes).toString('base64url')
  const prefixOf = (token: string) => token.slice(0, prefixLength)
  return {
    make(id) {
      const token = tokenOf(id)
      return { prefix: prefixOf(token), hash: hashShareToken(token) }
    },
    urlOf({ id, prefix }) {
      const token = tokenOf(id)
      return prefix === prefixOf(token) ? `${publicUrl}/join/${token}` : null
    },
  }
}

export function hashShareToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
