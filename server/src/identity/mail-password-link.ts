/**
 * New set-password links by mail: for who forgot the password, and in place of one that expired. The link goes to the
 * person's own mailbox and nowhere else; what the asker is told does not depend on whether there is such a person.
 */
import { sql } from 'kysely'
import { idOfEmail } from '../accounts/aliases.ts'
import { newPasswordLink } from '../accounts/new-password-link.ts'
import type { Config } from '../config.ts'
import type { Transaction } from '../db/database.ts'
import { normalizeEmail } from '../lib/email.ts'
import { Refusal } from '../lib/refusal.ts'
import { attemptKeys, countAttempt } from './attempts.ts'
import { getLink, isLive, type LinkDeps } from './open-password-link.ts'

const requestLimit = { times: 100, minutes: 15 }
/** To one mailbox. */
export const mailLimit = { times: 1, minutes: 5 }

export interface PasswordLinkDeps extends LinkDeps {
  readonly config: Pick<Config, 'passwordLinkDays'>
  /** Told, after the commit, that a mail may wait to be sent. */
  readonly onMail: () => void
}

/** Mails a link when the email is somebody's. Throws `rate_limited` when one network asks too often. */
export async function requestPasswordLink(
  deps: PasswordLinkDeps,
  { email, ip }: { email: string; ip: string | null },
  now: Date,
): Promise<void> {
  const { kysely } = deps.database
  if (!(await countAttempt(kysely, attemptKeys.passwordRequestFrom(ip), requestLimit, now))) {
    throw new Refusal('rate_limited', 'Too many requests. Try again in a quarter of an hour.')
  }
  const identity = normalizeEmail(email)
  if (identity === null) return
  await kysely.transaction().execute(async transaction => {
    // The same statements for an email that nobody has: only so is it answered as fast.
    const found = await transaction
      .selectFrom('users')
      .select(['id', 'email'])
      .where('id', '=', idOfEmail(identity))
      .executeTakeFirst()
    await mailLink(transaction, { days: deps.config.passwordLinkDays }, found ?? { id: nobody, email: identity }, now)
  })
  deps.onMail()
}

/** Mails a new link in place of an expired one; does nothing while the link is open. Throws `not_found`. */
export async function renewPasswordLink(deps: PasswordLinkDeps, token: string, now: Date): Promise<void> {
  await deps.database.kysely.transaction().execute(async transaction => {
    const link = await getLink(transaction, deps.passwordLinks, token)
    const { userId: id, email } = link
    if (!isLive(link, now)) await mailLink(transaction, { days: deps.config.passwordLinkDays }, { id, email }, now)
  })
  deps.onMail()
}

/** No user's id: the sequence starts at 1. */
const nobody = 0

/**
 * Queues a mail with a new link, which replaces the old one, and gives the mail's id; null: one was mailed a moment ago. The
 * mail holds no link: it is written from the user's row when it is sent. Without `organizationId` it comes in the name of the
 * only organization of the person, where there is only one.
 */
export async function mailLink(
  transaction: Transaction,
  { days, organizationId }: { days: number; organizationId?: number },
  user: { id: number; email: string },
  now: Date,
): Promise<number | null> {
  if (!(await countAttempt(transaction, attemptKeys.passwordMailTo(user.email), mailLimit, now))) return null
  const queued = await transaction
    .with('renewed', query =>
      query.updateTable('users').set(newPasswordLink({ days, now })).where('id', '=', user.id).returning('id'),
    )
    .insertInto('messages')
    .columns(['kind', 'user_id', 'organization_id', 'due_at'])
    .expression(query =>
      query
        .selectFrom('renewed')
        .select(({ selectFrom, fn, val }) => [
          val('password_link').as('kind'),
          'renewed.id as user_id',
          organizationId === undefined
            ? selectFrom('memberships')
                .select(fn.min('organization_id').as('organization_id'))
                .whereRef('user_id', '=', 'renewed.id')
                .having(fn.countAll(), '=', 1)
                .as('organization_id')
            : sql<number>`${organizationId}::bigint`.as('organization_id'),
          sql<Date>`${now}::timestamptz`.as('due_at'),
        ]),
    )
    .returning('id')
    .executeTakeFirst()
  return queued?.id ?? null
}
