/** What a mail says. Pure: the facts as they stand when it is sent go in, the words come out. */
import { showEmail } from '../lib/email.ts'
import { greetableName, plainName } from './plain-name.ts'

export type MessageKind = 'welcome' | 'password_link' | 'access_ending' | 'access_ending_tomorrow' | 'invitation'

export interface LetterFacts {
  readonly kind: MessageKind
  /** By the person; otherwise it comes of something that was done to the account. */
  readonly requested: boolean
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly hasPassword: boolean
  /** By the name that people know it by; null: a mail of no organization in particular. */
  readonly organization: string | null
  readonly branding: LetterBranding | null
  /** IANA name: dates are written as they are there. */
  readonly timeZone: string
  /** Those the person can work in now or from a later day. */
  readonly courses: readonly LetterCourse[]
  /** What an invitation is to; null: it is none. */
  readonly invitation: { readonly team: string | null; readonly offered: readonly string[] } | null
  readonly link: LetterLink
}

/** What the organization has set for its mails. */
export interface LetterBranding {
  readonly senderName: string
  /** Where answers go; null: back to the address that the mail comes from. */
  readonly replyTo: string | null
  /** `#1459b3`; null: our own. */
  readonly color: string | null
  /** A picture as a data URL. */
  readonly logo: string | null
}

export interface LetterCourse {
  readonly name: string
  /** Null: it has started. */
  readonly startsAt: Date | null
  /** The first moment without access; null: for ever. */
  readonly endsAt: Date | null
  /** The person had it before. */
  readonly renewed: boolean
}

/** A null `url`: there is no live link, and none was to be made. */
export type LetterLink =
  | { readonly opens: 'set_password'; readonly url: string | null; readonly expiresAt: Date | null }
  | { readonly opens: 'invitation'; readonly url: string | null; readonly expiresAt: Date | null }
  | { readonly opens: 'sign_in'; readonly url: string }

const labels: Record<LetterLink['opens'], string> = {
  set_password: 'Set your password',
  invitation: 'Accept the invitation',
  sign_in: 'Sign in',
}

export interface Letter {
  readonly to: { readonly name: string; readonly address: string }
  /** Whose name it comes in; null: the server's own. */
  readonly from: string | null
  readonly branding: LetterBranding | null
  readonly subject: string
  readonly greeting: string
  readonly opening: string
  readonly courses: readonly { readonly name: string; readonly period: string }[]
  readonly prompt: string
  readonly button: { readonly label: string; readonly url: string | null }
  readonly notes: readonly string[]
}

/** Every value is still plain text: whoever puts it into HTML escapes it. */
export function writeLetter(facts: LetterFacts): Letter {
  const organization = facts.organization === null ? null : plainName(facts.organization) || null
  const firstName = greetableName(facts.firstName)
  const courses = facts.courses.map(course => ({
    name: plainName(course.name),
    period: periodInWords(course, facts.timeZone),
  }))
  const names = courses.map(course => course.name)
  const words = wordsFor(facts, organization, names)
  return {
    to: { name: greetableName(`${facts.firstName} ${facts.lastName}`), address: facts.email },
    from: plainName(facts.branding?.senderName ?? '') || organization,
    branding: facts.branding,
    greeting: firstName ? `Hello ${firstName},` : 'Hello,',
    courses: facts.kind === 'password_link' ? [] : courses,
    ...words,
    button: { label: labels[facts.link.opens], url: facts.link.url },
    notes: [...linkNotes(facts), ...words.notes],
  }
}

type Words = Pick<Letter, 'subject' | 'opening' | 'prompt' | 'notes'>

function wordsFor(facts: LetterFacts, organization: string | null, names: string[]): Words {
  if (facts.kind === 'welcome') return welcome(facts, organization, names)
  if (facts.kind === 'invitation') return invitation(facts, organization)
  return facts.kind === 'password_link' ? passwordLink(facts, organization) : accessEnding(facts, organization, names)
}

function welcome({ email, link, courses }: LetterFacts, organization: string | null, names: string[]): Words {
  const { subject, opening } = announce(courses, names, organization ? ` at ${organization}` : '')
  return {
    subject: withOrganization(organization, subject),
    opening,
    prompt: link.opens === 'sign_in' ? 'Sign in with your password to go on.' : 'Choose a password to get in.',
    notes: [`Your account is ${showEmail(email)}.`],
  }
}

function announce(courses: readonly LetterCourse[], names: string[], at: string): Pick<Words, 'subject' | 'opening'> {
  if (names.length === 0) return { subject: 'your account is ready', opening: `You now have an account${at}.` }
  const access = `your access to ${fewNames(names)}`
  if (courses.every(course => course.renewed)) {
    return { subject: `${access} is renewed`, opening: `Your access${at} is renewed. It now runs:` }
  }
  return { subject: access, opening: `You now have ${names.length === 1 ? 'this course' : 'these courses'}${at}:` }
}

function passwordLink({ email, hasPassword, requested }: LetterFacts, organization: string | null): Words {
  const harmless = hasPassword ? 'your password stays as it is' : 'nothing changes'
  const why =
    requested || hasPassword
      ? `If you did not ask for it, leave this mail aside: ${harmless}.`
      : 'The account had a password that was not chosen from this mailbox. That one does not work any more.'
  return {
    subject: withOrganization(organization, hasPassword ? 'set a new password' : 'set your password'),
    opening: `Here is your link to set a ${hasPassword ? 'new ' : ''}password${organization ? ` at ${organization}` : ''}.`,
    prompt: `It is for the account ${showEmail(email)}.`,
    notes: [why],
  }
}

function accessEnding(
  { email, link, courses, timeZone }: LetterFacts,
  organization: string | null,
  names: string[],
): Words {
  const end = courses[0]?.endsAt
  const on = end ? ` on ${lastDay(end, timeZone)}` : ''
  const use = link.opens === 'sign_in' ? 'Sign in with your password' : 'Choose a password'
  return {
    subject: withOrganization(organization, `your access to ${fewNames(names)} ends${on}`),
    opening: `Your access${organization ? ` at ${organization}` : ''} ends soon:`,
    prompt: `${use} to use the time that is left.`,
    notes: [`Your account is ${showEmail(email)}.`],
  }
}

function invitation({ email, invitation }: LetterFacts, organization: string | null): Words {
  const offered = invitation?.offered.map(name => plainName(name)) ?? []
  const by = organization ? ` by ${organization}` : ''
  const team = invitation?.team ? ` to the team ${plainName(invitation.team)}` : ''
  const access = offered.length > 0 ? `, with access to ${fewNames(offered)}` : ''
  return {
    subject: withOrganization(organization, `you are invited${offered.length > 0 ? ` to ${fewNames(offered)}` : ''}`),
    opening: `You are invited${by}${team}${access}.`,
    prompt: 'Accept the invitation to get in.',
    notes: [`It is for ${showEmail(email)}. If you do not expect it, leave this mail aside: nothing changes.`],
  }
}

function withOrganization(organization: string | null, text: string): string {
  return organization ? `${organization}: ${text}` : text.charAt(0).toUpperCase() + text.slice(1)
}

/** At most three names, so that a subject stays a line. */
function fewNames(names: string[]): string {
  const shown = names.slice(0, names.length > 3 ? 2 : 3).map(name => plainName(name, 40))
  const rest = names.length - shown.length
  return new Intl.ListFormat('en-GB').format(rest ? [...shown, `${rest} more`] : shown)
}

function linkNotes({ link, timeZone }: LetterFacts): string[] {
  if (link.opens === 'sign_in') return []
  const until = link.expiresAt ? `, until ${lastDay(link.expiresAt, timeZone)}` : ''
  if (link.opens === 'invitation') return [`The invitation can be accepted once${until}.`]
  return [`The link works once${until}. After that, its page sends you a fresh one.`]
}

function periodInWords({ startsAt, endsAt }: LetterCourse, timeZone: string): string {
  const from = startsAt ? `from ${dayInWords(startsAt, timeZone)}` : ''
  const until = endsAt ? `until ${lastDay(endsAt, timeZone)}` : from ? '' : 'without an end date'
  return [from, until].filter(Boolean).join(' ')
}

/** What ends at midnight was open until the day before. */
function lastDay(end: Date, timeZone: string): string {
  return dayInWords(new Date(end.getTime() - 1), timeZone)
}

function dayInWords(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(moment)
}
