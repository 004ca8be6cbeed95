/** The token of a share link: random, shown once, and kept as its SHA-256. */
import { createHash, randomBytes } from 'node:crypto'

const prefixLength = 6

export interface LinkToken {
  readonly token: string
  readonly prefix: string
  readonly hash: Buffer
}

export function makeLinkToken(random = randomBytes(24)): LinkToken {
  const token = random.toString('base64url')
  return { token, prefix: token.slice(0, prefixLength), hash: hashLinkToken(token) }
}

export function hashLinkToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
