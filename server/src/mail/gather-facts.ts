/**
 * From message rows to what their letters are written from. A row says only to whom and why; the rest is read when it is
 * needed, and the set-password link is written again from the account's row, so that no words and no secret wait in the
 * database.
 */
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { PasswordLinks } from '../lib/password-links.ts'
import { type Addressee, readAddressees, readCourses } from './facts.ts'
import type { LetterFacts, LetterLink } from './letter.ts'
import { renewPasswordLinks } from './renew-password-links.ts'

export interface MailDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl' | 'passwordLinkDays'>
  readonly passwordLinks: PasswordLinks
}

/**
 * The facts for these messages' letters, by message id; none for a message whose person is gone. With `renewLinks`, who
 * has no live link gets one (an account that is just being changed is left for later: its link has no address).
 */
export async function gatherFacts(
  deps: MailDeps,
  messageIds: readonly number[],
  { now, renewLinks }: { now: Date; renewLinks: boolean },
): Promise<Map<number, LetterFacts>> {
  const { kysely } = deps.database
  let addressees = await readAddressees(kysely, messageIds)
  const lapsed = addressees.filter(addressee => opens(addressee) === 'set_password' && !liveLink(addressee, now))
  if (renewLinks && lapsed.length > 0) {
    const userIds = lapsed.map(addressee => addressee.user_id)
    await renewPasswordLinks(kysely, userIds, { days: deps.config.passwordLinkDays, now })
    addressees = await readAddressees(kysely, messageIds)
  }
  const courses = await readCourses(kysely, messageIds, now)
  return new Map(
    addressees.map(addressee => [
      addressee.message_id,
      {
        kind: addressee.kind,
        requested: addressee.requested,
        email: addressee.email,
        firstName: addressee.first_name,
        lastName: addressee.last_name,
        hasPassword: addressee.has_password,
        organization: addressee.organization,
        timeZone: addressee.time_zone,
        courses: courses.get(addressee.message_id) ?? [],
        link: linkFor(deps, addressee, now),
      },
    ]),
  )
}

function opens({ kind, has_password }: Addressee): LetterLink['opens'] {
  return kind === 'welcome' && has_password ? 'sign_in' : 'set_password'
}

function liveLink({ password_link_id, password_link_expires_at }: Addressee, now: Date) {
  const live = password_link_id && password_link_expires_at && password_link_expires_at > now
  return live ? { id: password_link_id, expiresAt: password_link_expires_at } : null
}

function linkFor({ config, passwordLinks }: MailDeps, addressee: Addressee, now: Date): LetterLink {
  if (opens(addressee) === 'sign_in') return { opens: 'sign_in', url: `${config.publicUrl}/sign-in` }
  const live = liveLink(addressee, now)
  const url = live && passwordLinks.mailedUrl(addressee.user_id, live.id)
  return { opens: 'set_password', url, expiresAt: live?.expiresAt ?? null }
}
