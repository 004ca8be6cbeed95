/** Another address for one's own account: asked for by who is signed in, and proven by a link that is mailed there. */
import { sql } from 'kysely'
import type { Reader, Transaction } from '../db/database.ts'
import { attemptKeys, countAttempt } from '../identity/attempts.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import type { EmailLinks } from '../lib/links/email-links.ts'
import { parseLinkToken } from '../lib/links/link-tokens.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { SignedInUser, SignInDeps } from '../sessions/sessions.ts'
import { lockAddresses, tellEmailChange, writeEmail } from '../users/write-email.ts'
import { requirePassword } from './require-password.ts'

const hours = 24
const mailLimit = { times: 5, minutes: 60 }

export interface EmailChangeDeps extends SignInDeps {
  readonly emailLinks: EmailLinks
  /** Told, after the commit, that a mail may wait to be sent. */
  readonly onMail: () => void
}

/**
 * Mails a link to the wanted address; the one before it ends. Whether the address is somebody's is not to be seen from the answer:
 * it is for the owner of the mailbox to learn. Throws `invalid` (address, password) or `rate_limited`.
 */
export async function askForEmail(
  { database: { kysely }, onMail }: EmailChangeDeps,
  user: SignedInUser,
  { email, current_password }: { email: string; current_password: string },
  { ip, now }: { ip: string | null; now: Date },
): Promise<void> {
  const wanted = normalizeEmail(email)
  refuseInvalid({
    email:
      wanted === null
        ? 'must be a mail address, such as jane@example.com'
        : wanted === user.email
          ? 'is the address of your account already'
          : null,
  })
  await requirePassword(kysely, { ...user, ip }, current_password, now)
  if (!(await countAttempt(kysely, attemptKeys.emailChangeOf(user.id), mailLimit, now)))
    throw new Refusal('rate_limited', 'Several links were mailed within the last hour. Try again later.')
  await kysely.transaction().execute(async transaction => {
    await transaction
      .updateTable('users')
      .set({
        wanted_email: wanted,
        wanted_email_link_id: sql<number>`nextval('ids')`,
        wanted_email_until: new Date(now.getTime() + hours * 60 * 60_000),
      })
      .where('id', '=', user.id)
      .execute()
    const mail = { kind: 'email_change', user_id: user.id, address: wanted, due_at: now }
    await transaction.insertInto('messages').values(mail).execute()
  })
  onMail()
}

/** Only reads: a mail scanner that follows the link spends nothing. Throws `not_found`. */
export async function openEmailChange({ database: { kysely }, emailLinks }: EmailChangeDeps, token: string, now: Date) {
  const { wanted, until } = await getWish(kysely, emailLinks, token)
  return { state: until > now ? ('open' as const) : ('expired' as const), email: wanted }
}

/**
 * The account has the address from now on. Nobody needs to be signed in: the link proves the mailbox, and who asked for it was. Throws
 * `not_found`, `gone`, or `conflict`: it is another account's, now or before.
 */
export async function confirmEmail(
  { database: { kysely }, emailLinks, onMail }: EmailChangeDeps,
  { token, ip }: { token: string; ip: string | null },
  now: Date,
): Promise<{ email: string }> {
  const changed = await kysely.transaction().execute(async transaction => {
    const { id } = await getWish(transaction, emailLinks, token)
    const from = await lockAddresses(transaction, id)
    // Of two who come at once, the second finds the link gone.
    const { wanted: to, until } = await getWish(transaction, emailLinks, token)
    if (until <= now) throw new Refusal('gone', 'This link has expired. Ask for the change again.')
    const places = await writeEmail(transaction, { id, from, to }, now)
    const operationId = await logChange(transaction, { id, from, to }, { ip, now })
    await tellEmailChange(transaction, { id, places, operationId }, now)
    return { email: to }
  })
  onMail()
  return changed
}

async function getWish(reader: Reader, emailLinks: EmailLinks, token: string) {
  const id = parseLinkToken(token)
  const { rows } = await sql<{ wanted: string; linkId: number; until: Date }>`
    select wanted_email as wanted, wanted_email_link_id as "linkId", wanted_email_until as until
    from users where id = ${id} and wanted_email is not null`.execute(reader)
  const wish = rows[0]
  if (id === null || !wish || !emailLinks.opens(token, id, wish.linkId))
    throw new Refusal('not_found', 'This link is not valid any more. Ask for the change again.')
  return { ...wish, id }
}

function logChange(
  transaction: Transaction,
  { id, from, to }: { id: number; from: string; to: string },
  { ip, now }: { ip: string | null; now: Date },
): Promise<number> {
  const by = { actor: { kind: 'user', id }, source: null, ip, receivedAt: now } as const
  const object = { kind: 'user', id, before: { email: from }, after: { email: to } }
  const change = { kind: 'change_email', organizationId: null, userId: id, email: to, result: 'changed' } as const
  return recordOperation(transaction, { ...change, object }, by)
}
