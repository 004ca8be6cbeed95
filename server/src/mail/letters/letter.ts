/** What a mail says. Pure: the facts as they stand when it is sent go in, the words come out. */
import { hintAt, showEmail } from '../../lib/email.ts'
import { greetableName, plainName } from './plain-name.ts'
import { chooseLanguage, type Language } from './text/choose-language.ts'
import { isolate } from './text/isolate.ts'
import { languages as known, type Text } from './text/languages.ts'

export type MessageKind =
  | 'welcome'
  | 'password_link'
  | 'access_ending'
  | 'access_ending_tomorrow'
  | 'invitation'
  | 'email_change'
  | 'email_changed'
  | 'recovery_code_used'
  | 'break_glass_used'

export interface LetterFacts {
  readonly kind: MessageKind
  /** By the person; otherwise it comes of something that was done to the account. */
  readonly requested: boolean
  /** The account's. */
  readonly email: string
  /** Where it goes, if elsewhere. */
  readonly to: string | null
  readonly firstName: string
  readonly lastName: string
  readonly hasPassword: boolean
  /** By the name that people know it by; null: a mail of no organization in particular. */
  readonly organization: string | null
  readonly branding: LetterBranding | null
  /** The languages that it may be in, the one that is best first: the person's own, then what organizations say. */
  readonly locales: readonly string[]
  /** IANA name: dates are written as they are there. */
  readonly timeZone: string
  /** Those the person can work in now or from a later day. */
  readonly courses: readonly LetterCourse[]
  /** What an invitation is to; null: it is none. */
  readonly invitation: { readonly team: string | null; readonly offered: readonly string[] } | null
  readonly link: LetterLink
  /** The address of somebody else of whom it tells; null: it tells of nobody else. */
  readonly about: string | null
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
  | { readonly opens: 'invitation' | 'email_change'; readonly url: string | null; readonly expiresAt: Date | null }
  /** `own`: at the organization's own page, where no password is asked for. */
  | { readonly opens: 'sign_in'; readonly url: string; readonly own: boolean }

const withoutCourses: readonly MessageKind[] = [
  'password_link',
  'email_change',
  'email_changed',
  'recovery_code_used',
  'break_glass_used',
]

export interface Letter {
  readonly to: { readonly name: string; readonly address: string }
  /** Whose name it comes in; null: the server's own. */
  readonly from: string | null
  readonly branding: LetterBranding | null
  /** Of the language that it is in. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly subject: string
  readonly greeting: string
  readonly opening: string
  readonly courses: readonly { readonly name: string; readonly period: string }[]
  readonly prompt: string
  readonly button: { readonly label: string; readonly url: string | null }
  readonly notes: readonly string[]
  /** What its dress says. */
  readonly rest: { readonly otherwise: string; readonly noLink: string }
}

/** Every value is still plain text, names set apart by `isolate`: whoever puts it into HTML escapes it. */
export function writeLetter(facts: LetterFacts, languages = known): Letter {
  const language = chooseLanguage(facts.locales, languages)
  const { text, direction, locale } = language
  const nameOf = (name: string, max?: number) => isolate(plainName(name, max), direction)
  const organization = nameOf(facts.organization ?? '') || null
  const firstName = isolate(greetableName(facts.firstName), direction)
  const courses = facts.courses.map(course => ({ ...course, name: plainName(course.name) }))
  const frame = { facts, language, nameOf, organization }
  const words = write[facts.kind](frame)
  return {
    to: { name: greetableName(`${facts.firstName} ${facts.lastName}`), address: facts.to ?? facts.email },
    from: plainName(facts.branding?.senderName ?? '') || plainName(facts.organization ?? '') || null,
    branding: facts.branding,
    locale,
    direction,
    greeting: text.common.hello(firstName || null),
    courses: withoutCourses.includes(facts.kind)
      ? []
      : courses.map(course => ({ name: course.name, period: periodOf(frame, course) })),
    ...words,
    subject: text.common.subject(organization, words.subject),
    button: { label: text.common.buttons[facts.link.opens], url: facts.link.url },
    notes: [...linkNotes(frame), ...words.notes],
    rest: { otherwise: text.common.otherwise, noLink: text.common.noLink },
  }
}

type Words = Pick<Letter, 'subject' | 'opening' | 'prompt' | 'notes'>

/** Where it all hangs. */
interface LetterFrame {
  readonly facts: LetterFacts
  readonly language: Language
  readonly organization: string | null
  nameOf(name: string, max?: number): string
}

const write: Record<MessageKind, (frame: LetterFrame) => Words> = {
  welcome,
  invitation,
  password_link: passwordLink,
  access_ending: accessEnding,
  access_ending_tomorrow: accessEnding,
  email_change: emailChange,
  email_changed: emailChanged,
  recovery_code_used: recoveryCodeUsed,
  break_glass_used: breakGlassUsed,
}

function welcome(frame: LetterFrame): Words {
  const { facts, language } = frame
  const { welcome: text, common } = language.text
  return {
    ...announce(frame, text),
    prompt: promptOf(facts.link, text),
    notes: [common.account(emailOf(frame))],
  }
}

function promptOf(link: LetterLink, text: Text['welcome' | 'accessEnding']): string {
  if (link.opens !== 'sign_in') return text.choosePassword
  return link.own ? text.signInThere : text.signIn
}

function announce(frame: LetterFrame, text: Text['welcome']): Pick<Words, 'subject' | 'opening'> {
  const { facts, organization } = frame
  const { courses } = facts
  if (courses.length === 0) return { subject: text.account.subject, opening: text.account.opening(organization) }
  const { subject, opening } = courses.every(course => course.renewed) ? text.renewed : text.access
  const given = { organization, count: courses.length, names: namesOfCourses(frame) }
  return { subject: subject(given), opening: opening(given) }
}

function passwordLink(frame: LetterFrame): Words {
  const { hasPassword, requested } = frame.facts
  const { passwordLink: text } = frame.language.text
  const which = hasPassword ? 'other' : 'first'
  return {
    subject: text.subject[which],
    opening: text.opening(hasPassword, frame.organization),
    prompt: text.whose(emailOf(frame)),
    notes: [requested || hasPassword ? text.unasked[which] : text.ended],
  }
}

function accessEnding(frame: LetterFrame): Words {
  const { courses, link } = frame.facts
  const { accessEnding: text, common } = frame.language.text
  const end = courses[0]?.endsAt
  return {
    subject: text.subject(namesOfCourses(frame), end ? lastDay(frame, end) : null),
    opening: text.opening(frame.organization),
    prompt: promptOf(link, text),
    notes: [common.account(emailOf(frame))],
  }
}

function invitation(frame: LetterFrame): Words {
  const { invitation } = frame.facts
  const { invitation: text } = frame.language.text
  const offered = invitation?.offered ?? []
  const team = frame.nameOf(invitation?.team ?? '') || null
  const offer = { organization: frame.organization, team, names: offered.length > 0 ? fewNames(frame, offered) : null }
  return {
    subject: text.subject(offer),
    opening: text.opening(offer),
    prompt: text.accept,
    notes: [text.unexpected(emailOf(frame))],
  }
}

/** Whoever reads it may be a stranger, if the address was mistyped: nothing is told. */
function emailChange(frame: LetterFrame): Words {
  const { emailChange: text } = frame.language.text
  return {
    subject: text.subject,
    opening: text.opening(writtenTo(frame)),
    prompt: text.confirm,
    notes: [text.unasked],
  }
}

function emailChanged(frame: LetterFrame): Words {
  const { emailChanged: text } = frame.language.text
  return {
    subject: text.subject,
    opening: text.opening(isolate(hintAt(showEmail(frame.facts.email)), frame.language.direction)),
    prompt: text.signIn,
    notes: [text.wrong(writtenTo(frame))],
  }
}

function recoveryCodeUsed(frame: LetterFrame): Words {
  const { recoveryCodeUsed: text } = frame.language.text
  return { subject: text.subject, opening: text.opening(emailOf(frame)), prompt: text.more, notes: [text.wrong] }
}

function breakGlassUsed(frame: LetterFrame): Words {
  const { breakGlassUsed: text } = frame.language.text
  const { facts, language, organization } = frame
  const who = facts.about === null ? null : isolate(showEmail(facts.about), language.direction)
  return { subject: text.subject, opening: text.opening(who, organization), prompt: text.look, notes: [text.wrong] }
}

function writtenTo({ facts, language }: LetterFrame): string {
  return isolate(showEmail(facts.to ?? facts.email), language.direction)
}

function emailOf({ facts, language }: LetterFrame): string {
  return isolate(showEmail(facts.email), language.direction)
}

function namesOfCourses(frame: LetterFrame): string {
  const names = frame.facts.courses.map(({ name }) => name)
  return fewNames(frame, names)
}

/** At most three names, so that a subject stays a line. */
function fewNames({ language, nameOf }: LetterFrame, names: readonly string[]): string {
  const shown = names.slice(0, names.length > 3 ? 2 : 3).map(name => nameOf(name, 40))
  const rest = names.length - shown.length
  return language.list(rest ? [...shown, language.text.common.more(language.number(rest))] : shown)
}

function linkNotes(frame: LetterFrame): string[] {
  const { link } = frame.facts
  const { common, invitation, emailChange } = frame.language.text
  if (link.opens === 'sign_in') return []
  const until = link.expiresAt && lastDay(frame, link.expiresAt)
  if (link.opens === 'email_change') return [emailChange.confirmOnce(until)]
  return [link.opens === 'invitation' ? invitation.acceptOnce(until) : common.worksOnce(until)]
}

function periodOf(frame: LetterFrame, { startsAt, endsAt }: LetterCourse): string {
  const from = startsAt && frame.language.day(startsAt, frame.facts.timeZone)
  return frame.language.text.common.period(from, endsAt && lastDay(frame, endsAt))
}

/** What ends at midnight was open until the day before. */
function lastDay({ language, facts }: LetterFrame, end: Date): string {
  return language.day(new Date(end.getTime() - 1), facts.timeZone)
}
