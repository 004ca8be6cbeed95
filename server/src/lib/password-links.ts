/**
 * Set-password links. A link's token is a MAC of the user and the link's id under the server's secret, so the same link
 * can be written again into a mail or an answer while the database keeps nothing but its SHA-256.
 */
import { createHmac, createSecretKey, hash } from 'node:crypto'

export interface PasswordLinks {
  /** The address that opens the set-password page. */
  url(userId: number, linkId: number): string
  /** What the database keeps of the link: 32 bytes. */
  hash(userId: number, linkId: number): Buffer
}

export function createPasswordLinks({ secretKey, publicUrl }: { secretKey: string; publicUrl: string }): PasswordLinks {
  const key = createSecretKey(secretKey, 'utf8')
  const recent = new Map<string, string>() // a link is hashed for the database and then written into an answer
  const makeToken = (userId: number, link: string) =>
    `${userId}.${createHmac('sha256', key).update(`set-password|${link}`).digest('base64url')}`
  const tokenOf = (userId: number, linkId: number) => {
    const link = `${userId}|${linkId}`
    const token = recent.get(link) ?? makeToken(userId, link)
    if (recent.size > 2000) recent.clear()
    recent.set(link, token)
    return token
  }
  return {
    url: (userId, linkId) => `${publicUrl}/set-password/${tokenOf(userId, linkId)}`,
    hash: (userId, linkId) => hashToken(tokenOf(userId, linkId)),
  }
}

/** The user a token claims to be for, and the hash to compare with the one kept; null when the text is no token. */
export function parsePasswordToken(token: string): { userId: number; hash: Buffer } | null {
  const match = /^(\d{1,15})\.[\w-]{43}$/.exec(token)
  return match ? { userId: Number(match[1]), hash: hashToken(token) } : null
}

function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
