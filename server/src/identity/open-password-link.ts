/** Looking at a set-password link. It only reads: a mail scanner that follows the link spends nothing. */
import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import { hintAt } from '../lib/email.ts'
import { parseLinkToken } from '../lib/links/link-tokens.ts'
import { type LinkWay, liveLinkOf, type PasswordLinks } from '../lib/links/password-links.ts'
import { Refusal } from '../lib/refusal.ts'
import { readSender, type Sender } from '../settings/read-branding.ts'

export interface OpenedLink {
  readonly state: 'open' | 'expired'
  /** Enough of the address for its owner to know it. */
  readonly email_hint: string
  /** Whose mail the link came in; null: the person belongs to several, and it cannot be told. */
  readonly organization: Sender | null
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
  const link = await getLink(kysely, passwordLinks, token)
  const organizationId = await findSender(kysely, link)
  return {
    state: isLive(link, now) ? 'open' : 'expired',
    email_hint: hintAt(link.email),
    organization: organizationId === null ? null : await readSender(kysely, organizationId),
  }
}

export function isLive({ id, expiresAt }: Pick<Link, 'id' | 'expiresAt'>, now: Date): boolean {
  return liveLinkOf(id, expiresAt, now) !== null
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

/**
 * The only organization of the person; or else the one that all mails came from which may hold the link: those since it was
 * made, and the newest, for which it was made anew if need be.
 */
async function findSender(reader: Reader, { id, userId }: Link): Promise<number | null> {
  const { rows } = await sql<{ organization_id: number }>`
    with mail as (
      select id, organization_id from messages where user_id = ${userId} and kind <> 'invitation'
    ), sender as (
      select min(organization_id) as id from mail where id > ${id} or id = (select max(id) from mail)
      having count(distinct coalesce(organization_id, 0)) = 1
    ), place as (
      select organization_id from memberships where user_id = ${userId} and invited_at is null
    )
    select organization_id from place
    where organization_id = (select id from sender) or (select count(*) from place) = 1`.execute(reader)
  return rows[0]?.organization_id ?? null
}

export function unknownLink(): Refusal {
  return new Refusal('not_found', 'This link is not valid any more. Ask for a new one.')
}
