/** Looking at a set-password link. It only reads: a mail scanner that follows the link spends nothing. */
import type { Database, Reader } from '../db/database.ts'
import { parseLinkToken } from '../lib/link-tokens.ts'
import type { LinkWay, PasswordLinks } from '../lib/password-links.ts'
import { Refusal } from '../lib/refusal.ts'

export interface OpenedLink {
  readonly state: 'open' | 'expired'
  /** Enough of the address for its owner to know it. */
  readonly email_hint: string
  /** The organization of a person who has only one. */
  readonly organization: { readonly name: string } | null
}

export interface LinkDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly passwordLinks: PasswordLinks
}

/** Throws `not_found` for a token that is none, was used, or was replaced by a newer one. */
export async function openPasswordLink(
  { database: { kysely }, passwordLinks }: LinkDeps,
  token: string,
  now: Date,
): Promise<OpenedLink> {
  const { userId, email, expiresAt } = await getLink(kysely, passwordLinks, token)
  const found = await kysely
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .select(({ fn }) => fn.min('organizations.name').as('name'))
    .where('memberships.user_id', '=', userId)
    .having(({ fn }) => fn.countAll(), '=', 1)
    .executeTakeFirst()
  return {
    state: expiresAt > now ? 'open' : 'expired',
    email_hint: hintAt(email),
    organization: found ? { name: found.name } : null,
  }
}

export interface Link {
  readonly id: number
  readonly way: LinkWay
  readonly expiresAt: Date
  readonly userId: number
  readonly email: string
}

/** The link that a token opens, expired or not. Throws `not_found` as `openPasswordLink` does. */
export async function getLink(reader: Reader, passwordLinks: PasswordLinks, token: string): Promise<Link> {
  const userId = parseLinkToken(token)
  const user =
    userId !== null &&
    (await reader
      .selectFrom('users')
      .select(['email', 'password_link_id as id', 'password_link_expires_at as expiresAt'])
      .where('id', '=', userId)
      .executeTakeFirst())
  if (!user || user.id === null || user.expiresAt === null) throw unknownLink()
  const { id, email, expiresAt } = user
  const way = passwordLinks.wayOf(token, userId, id)
  if (way === null) throw unknownLink()
  return { id, way, expiresAt, userId, email }
}

export function unknownLink(): Refusal {
  return new Refusal('not_found', 'This link is not valid any more. Ask for a new one.')
}

/** Enough of an address for its owner to know it. */
export function hintAt(email: string): string {
  const at = email.lastIndexOf('@')
  const [initial = ''] = email
  return `${initial}•••${email.slice(at)}`
}
