/**
 * Setting a password through a link: once, whoever comes first. It signs the person in, after the second factor where there is
 * one, and everybody else out.
 */
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { Browser, SignInDeps } from '../sessions/sessions.ts'
import { activate } from './activate.ts'
import { attemptKeys, forgetAttempts } from './attempts.ts'
import { letIn, type WayIn } from './let-in.ts'
import { getLink, isLive, type Link, type LinkDeps, unknownLink } from './open-password-link.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { confirmedAuthenticator } from './second-factor.ts'

type FoundLink = Pick<Link, 'id' | 'way' | 'userId'>

/**
 * Throws `invalid` (password), `not_found`, or `gone` for an expired link. Whatever it throws, the link stays as it was;
 * only where the password is ended again at once, the link is spent and nobody signed in (`not_found`).
 */
export async function setPassword(
  deps: LinkDeps & SignInDeps,
  { token, password, browser }: { token: string; password: string; browser: Browser },
  now: Date,
): Promise<WayIn> {
  const link = await getLink(deps.database.kysely, deps.passwordLinks, token)
  if (!isLive(link, now)) throw new Refusal('gone', 'This link has expired. Ask for a new one.')
  checkPassword(password)
  return spendOn(deps, link, { password, browser }, now)
}

/** The same, with a link that was found live and a password that was checked. */
export async function spendOn(
  deps: SignInDeps,
  link: FoundLink,
  { password, browser }: { password: string; browser: Browser },
  now: Date,
): Promise<WayIn> {
  const { kysely } = deps.database
  const hash = await hashPassword(password)
  const user = await kysely.transaction().execute(async transaction => {
    const user = await spendLink(transaction, link, now)
    if (!user) throw unknownLink()
    const { id: userId, email } = user
    await keepPassword(transaction, userId, hash, now)
    await transaction.deleteFrom('sessions').where('user_id', '=', userId).execute()
    const by = { actor: { kind: 'user', id: userId }, source: null, ip: browser.ip, receivedAt: now } as const
    const change = { kind: 'set_password', organizationId: null, userId, email, result: 'changed' } as const
    await recordOperation(transaction, change, by)
    await activate(transaction, userId, now)
    return user
  })
  const { email } = user
  await forgetAttempts(kysely, [
    attemptKeys.signInToFrom(email, browser.ip),
    attemptKeys.signInTo(email),
    attemptKeys.passwordMailTo(email),
  ])
  const way = await letIn(deps, user, { hash, secondFactorAt: null }, browser)
  if (!way) throw unknownLink()
  return way
}

/**
 * The row lock decides between two who come at once; the second finds the link gone. Only a token that was mailed proves
 * that the mailbox is the person's.
 */
function spendLink(transaction: Transaction, link: FoundLink, now: Date) {
  return transaction
    .updateTable('users')
    .set({
      password_link_id: null,
      password_link_expires_at: null,
      password_set_at: now,
      updated_at: now,
      ...(link.way === 'mailed' && { email_verified: true }),
    })
    .where('id', '=', link.userId)
    .where('password_link_id', '=', link.id)
    .returning(['id', 'email', 'first_name', 'last_name'])
    .executeTakeFirst()
}

async function keepPassword(transaction: Transaction, userId: number, hash: string, now: Date): Promise<void> {
  await transaction
    .insertInto('passwords')
    .values({ user_id: userId, hash, updated_at: now })
    .onConflict(conflict =>
      conflict.column('user_id').doUpdateSet({ hash, updated_at: now, authenticator: confirmedAuthenticator }),
    )
    .execute()
}
