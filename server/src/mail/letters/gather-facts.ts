/**
 * From message rows to what their letters are written from. A row says only to whom and why; the rest is read when it is
 * needed, and the set-password link is written again from the account's row, so that no words and no secret wait in the
 * database.
 */
import type { Config } from '../../config.ts'
import type { Database } from '../../db/database.ts'
import type { EmailLinks } from '../../lib/links/email-links.ts'
import type { InvitationLinks } from '../../lib/links/invitation-links.ts'
import { liveLinkOf, type PasswordLinks } from '../../lib/links/password-links.ts'
import { readSettingsInForce, type SettingsInForce } from '../../settings/read-settings.ts'
import { renewPasswordLinks } from '../renew-password-links.ts'
import { type Addressee, readAddressees, readCourses } from './facts.ts'
import type { LetterBranding, LetterFacts, LetterLink, MessageKind } from './letter.ts'

export interface MailDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl' | 'passwordLinkDays'>
  readonly passwordLinks: PasswordLinks
  readonly invitationLinks: InvitationLinks
  readonly emailLinks: EmailLinks
}

export interface MailFacts extends LetterFacts {
  /** Why it is not to be sent any more, if so. */
  readonly outdated: string | null
}

/**
 * The facts for these messages' letters, by message id; none for a message whose person is gone. With `renewLinks`, who
 * has no live link gets one (an account that is just being changed is left for later: its link has no address).
 */
export async function gatherFacts(
  deps: MailDeps,
  messageIds: readonly number[],
  { now, renewLinks }: { now: Date; renewLinks: boolean },
): Promise<Map<number, MailFacts>> {
  const { kysely } = deps.database
  let addressees = await readAddressees(kysely, messageIds, now)
  const settings = await readSettingsInForce(kysely, [
    ...new Set(addressees.flatMap(({ organization_id: id }) => id ?? [])),
  ])
  const settingsOf = ({ organization_id: id }: Addressee) => (id === null ? undefined : settings.get(id))
  const signInAt = (addressee: Addressee) => settingsOf(addressee)?.sign_in_at ?? null
  const lapsed = addressees.filter(
    addressee => opens(addressee, signInAt(addressee)) === 'set_password' && !liveLink(addressee, now),
  )
  if (renewLinks && lapsed.length > 0) {
    const links = lapsed.map(addressee => ({ userId: addressee.user_id, linkId: addressee.password_link_id }))
    await renewPasswordLinks(kysely, links, { days: deps.config.passwordLinkDays, now })
    addressees = await readAddressees(kysely, messageIds, now)
  }
  const courses = await readCourses(kysely, messageIds, now)
  return new Map(
    addressees.map(addressee => [
      addressee.message_id,
      {
        kind: addressee.kind,
        requested: addressee.requested,
        email: addressee.email,
        to: addressee.to,
        firstName: addressee.first_name,
        lastName: addressee.last_name,
        hasPassword: addressee.has_password,
        organization: settingsOf(addressee)?.brand_name ?? null,
        branding: brandingOf(settingsOf(addressee)),
        locales: [...addressee.locales, ...[settingsOf(addressee)?.locale ?? []].flat()],
        timeZone: addressee.time_zone,
        courses: courses.get(addressee.message_id) ?? [],
        invitation: addressee.kind === 'invitation' ? addressee : null,
        link: linkFor(deps, addressee, signInAt(addressee), now),
        about: addressee.about,
        outdated: addressee.outdated,
      },
    ]),
  )
}

function brandingOf(settings: SettingsInForce | undefined): LetterBranding | null {
  if (!settings) return null
  const { sender_name: senderName, reply_to: replyTo, color, logo } = settings
  return { senderName, replyTo, color, logo }
}

/** Whoever is told of it has come in before. */
const toldOfAccount: readonly MessageKind[] = ['email_changed', 'recovery_code_used', 'break_glass_used']

/** `signInAt`: where people sign in at their organization's own page, and choose no password but when they ask to. */
function opens({ kind, has_password }: Addressee, signInAt: string | null): LetterLink['opens'] {
  if (kind === 'invitation') return 'invitation'
  if (kind === 'email_change') return 'email_change'
  if (toldOfAccount.includes(kind)) return 'sign_in'
  return kind !== 'password_link' && (has_password || signInAt !== null) ? 'sign_in' : 'set_password'
}

function liveLink({ password_link_id: id, password_link_expires_at: expiresAt }: Addressee, now: Date) {
  return liveLinkOf(id, expiresAt, now)
}

function linkFor(deps: MailDeps, addressee: Addressee, signInAt: string | null, now: Date): LetterLink {
  const { config, passwordLinks } = deps
  const opened = opens(addressee, signInAt)
  if (opened === 'invitation') return invitationLink(deps, addressee)
  if (opened === 'email_change') return emailLink(deps, addressee)
  if (opened === 'sign_in') {
    const own = signInAt === null ? '' : `/${signInAt}`
    return { opens: 'sign_in', url: `${config.publicUrl}/sign-in${own}`, own: signInAt !== null }
  }
  const live = liveLink(addressee, now)
  const url = live && passwordLinks.mailedUrl(addressee.user_id, live.id)
  return { opens: 'set_password', url, expiresAt: live?.expiresAt ?? null }
}

function emailLink({ emailLinks }: MailDeps, addressee: Addressee): LetterLink {
  const { user_id: id, wanted_email_link_id: linkId, wanted_email_until: expiresAt, outdated } = addressee
  const url = linkId !== null && outdated === null ? emailLinks.mailedUrl(id, linkId) : null
  return { opens: 'email_change', url, expiresAt }
}

function invitationLink({ invitationLinks }: MailDeps, addressee: Addressee): LetterLink {
  const {
    invitation_id: id,
    sent_operation_id: sentOperationId,
    invitation_expires_at: expiresAt,
    outdated,
  } = addressee
  const isOpen = id !== null && sentOperationId !== null && outdated === null
  return { opens: 'invitation', url: isOpen ? invitationLinks.mailedUrl(id, sentOperationId) : null, expiresAt }
}
