/** Looking at a set-password link. It only reads: a mail scanner that follows the link spends nothing. */
import type { Reader } from '../db/database.ts'
import { parsePasswordToken } from '../lib/password-links.ts'
import { Refusal } from '../lib/refusal.ts'

export interface OpenedLink {
  readonly state: 'open' | 'expired'
  /** Enough of the address for its owner to know it. */
  readonly email_hint: string
  /** The organization of a person who has only one. */
  readonly organization: { readonly name: string } | null
}

/** Throws `not_found` for a token that is none, was used, or was replaced by a newer one. */
export async function openPasswordLink(database: Reader, token: string, now: Date): Promise<OpenedLink> {
  const { userId, hash } = readPasswordToken(token)
  const found = await database
    .selectFrom('users')
    .select(({ selectFrom }) => [
      'email',
      'password_link_expires_at',
      selectFrom('memberships')
        .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
        .select(({ fn }) => fn.min('organizations.name').as('name'))
        .whereRef('memberships.user_id', '=', 'users.id')
        .having(({ fn }) => fn.countAll(), '=', 1)
        .as('organization'),
    ])
    .where('id', '=', userId)
    .where('password_link_hash', '=', hash)
    .executeTakeFirst()
  if (!found?.password_link_expires_at) throw unknownLink()
  return {
    state: found.password_link_expires_at > now ? 'open' : 'expired',
    email_hint: hintAt(found.email),
    organization: found.organization === null ? null : { name: found.organization },
  }
}

/** Throws `not_found` for a text that is no token. */
export function readPasswordToken(token: string): { userId: number; hash: Buffer } {
  const parsed = parsePasswordToken(token)
  if (!parsed) throw unknownLink()
  return parsed
}

export function unknownLink(): Refusal {
  return new Refusal('not_found', 'This link is not valid any more. Ask for a new one.')
}

function hintAt(email: string): string {
  const at = email.lastIndexOf('@')
  const [initial = ''] = email
  return `${initial}•••${email.slice(at)}`
}
