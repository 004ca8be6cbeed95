/** Letters in a language that is not there: English turned around, in brackets, so that whatever comes from elsewhere shows. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MailServer } from '../../../../test/mail-server.ts'
import { type Mails, openMails } from '../../../../test/mail-worker.ts'
import { type LetterFacts, type MessageKind, writeLetter } from '../letter.ts'
import { renderMail } from '../render.ts'
import { chooseLanguage } from './choose-language.ts'
import * as en from './en/index.ts'
import { languages, type Text } from './languages.ts'

/** Every text of a catalogue, and what its functions give, in double brackets. */
function pseudo<T>(texts: T): T {
  if (typeof texts === 'string') return (isTag(texts) ? 'ar-EG' : `⟦${texts}⟧`) as T
  if (typeof texts === 'function') return ((...given: unknown[]) => pseudo(texts(...given))) as T
  return Object.fromEntries(Object.entries(texts as object).map(([name, text]) => [name, pseudo(text)])) as T
}
const isTag = (text: string) => text === en.common.usualLocale

const ar: Text = pseudo({ ...en })
const some = { ...languages, ar, 'zh-Hant': ar }

const facts: LetterFacts = {
  kind: 'welcome',
  requested: true,
  email: 'jane@example.com',
  to: null,
  firstName: 'Jane',
  lastName: 'Doe',
  hasPassword: false,
  organization: 'Acme Prep',
  branding: null,
  locales: ['ar'],
  timeZone: 'Asia/Kolkata',
  courses: ['IELTS', 'GMAT', 'GRE', 'PTE'].map((name, index) => ({
    ...{ name, renewed: false, startsAt: index === 1 ? new Date('2027-01-01T12:00:00Z') : null },
    endsAt: index === 0 ? new Date('2027-05-20T20:00:00Z') : null,
  })),
  invitation: { team: 'Evening', offered: ['IELTS'] },
  link: { opens: 'set_password', url: 'https://learn.example.com/x', expiresAt: new Date('2026-11-28T10:00:00Z') },
  about: null,
}

/** What is left when names, days, numbers and the texts of the catalogue are taken away. */
function strangers(text: string): string {
  let left = text
  for (let before = ''; before !== left; ) {
    before = left
    left = left.replace(/⟦[^⟦⟧]*⟧/g, '')
  }
  const given = /\u2068[^\u2069]*\u2069|https:\S+|[\p{Script=Arabic}\p{N}]+/gu
  return left.replace(given, '').replace(/[\s:,،-]+/gu, '')
}

test.each<[MessageKind, Partial<LetterFacts>]>([
  ['welcome', {}],
  ['welcome', { courses: [], organization: null }],
  [
    'welcome',
    {
      courses: facts.courses.map(course => ({ ...course, renewed: true })),
      link: { opens: 'sign_in', url: 'https://x', own: false },
    },
  ],
  ['password_link', { hasPassword: true }],
  ['password_link', { requested: false }],
  ['access_ending', {}],
  ['access_ending_tomorrow', { link: { ...facts.link, url: null } as LetterFacts['link'] }],
  ['invitation', { link: { ...facts.link, opens: 'invitation' } as LetterFacts['link'] }],
  [
    'email_change',
    { to: 'jane.new@example.com', link: { ...facts.link, opens: 'email_change' } as LetterFacts['link'] },
  ],
  ['break_glass_used', { about: 'ida@example.com', link: { opens: 'sign_in', url: 'https://x', own: false } }],
  ['recovery_code_used', { link: { opens: 'sign_in', url: 'https://x', own: false } }],
  ['email_changed', { to: 'jane.old@example.com', link: { opens: 'sign_in', url: 'https://x', own: false } }],
])('every word of a letter comes from the catalogue: %s %#', async (kind, more) => {
  const letter = writeLetter({ ...facts, kind, ...more }, some)
  const { subject, text, html } = await renderMail(letter)
  expect([strangers(subject), strangers(text)]).toEqual(['', ''])
  const shown = html
    .replace(/^[\s\S]*<body/, '<body')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<bdi>(.*?)<\/bdi>/g, '')
    .replace(/<[^>]*>/g, '')
  expect(strangers(shown.replaceAll('#', ''))).toBe('')
})

test('a letter of a language from right to left begins there, and names stay in order', async () => {
  const { html, text } = await renderMail(writeLetter({ ...facts, firstName: 'ג׳יין' }, some))
  expect(html).toMatch(/<html lang="ar-EG" dir="rtl"/)
  expect(html).toMatch(/role="article" lang="ar-EG" dir="rtl"/)
  expect(html).not.toMatch(/direction:ltr|align="left"|text-align:left|padding-left|margin-left/)
  expect(html).toContain('<strong><bdi>IELTS</bdi></strong>')
  expect(html).toContain('<bdi>ג׳יין</bdi>')
  expect(html).toContain('<bdi>jane@example.com</bdi>')
  expect(text).toContain('\u2068Acme Prep\u2069')
  // In a title there is no markup.
  expect(html.replace(/<title>.*?<\/title>|aria-label="[^"]*"/gs, '')).not.toMatch(/[\u2068\u2069]/)
})

test('an English letter begins at the left, and sets apart what runs the other way', async () => {
  const { html, subject } = await renderMail(writeLetter({ ...facts, organization: 'מכללה', locales: [] }))
  expect(html).toMatch(/<html lang="en-GB" dir="ltr"/)
  expect(html).toContain('<bdi>מכללה</bdi>')
  expect(subject).toBe('\u2068מכללה\u2069: your access to IELTS, GMAT and 2 more')
})

test.each([
  ['what the person chose', ['ar', 'en-IN'], 'ar-EG', true],
  ['of a country that is not known, the language', ['ar-MA', 'en'], 'ar-MA', true],
  ['of a script too', ['zh-Hant-TW'], 'zh-Hant-TW', true],
  ['another script is another language', ['zh-Hans', 'en-IN'], 'en-IN', false],
  ['where there is none, what the organization speaks', ['fr', 'de-AT', 'ar-SA'], 'ar-SA', true],
  ['and else English', ['fr-FR', 'tlh'], 'en-GB', false],
  ['nothing said', [], 'en-GB', false],
  ['who only says English is where the organization is', ['en', 'en-US'], 'en-US', false],
  ['what is no language', ['not a tag', '', 'constructor', 'x'], 'en-GB', false],
])('%s', (_, wanted, locale, isOther) => {
  const language = chooseLanguage(wanted, some)
  expect(language.locale).toBe(locale)
  expect(language.text === ar).toBe(isOther)
})

let mails: Mails
beforeAll(async () => {
  mails = await openMails()
})
afterAll(() => mails.close())

test('days are written as the person chose, or else as the organization says, of the person or of all', async () => {
  const post: MailServer = await mails.startServer()
  const courses = [{ name: 'IELTS', endsAt: new Date('2027-05-20T20:00:00Z') }]
  const queued = { courses, timeZone: 'Asia/Kolkata' }
  const queue = async (columns: { own?: string; member?: string; all?: string }) => {
    const { id, userId } = await mails.queue(queued)
    const { rows } = await mails.database.pool.query('select organization_id from messages where id = $1', [id])
    const organization = rows[0].organization_id
    await mails.database.pool.query('update users set locale = $2 where id = $1', [userId, columns.own ?? null])
    await mails.database.pool.query('insert into memberships (user_id, organization_id, locale) values ($1, $2, $3)', [
      ...[userId, organization, columns.member ?? null],
    ])
    await mails.database.pool.query('insert into settings (organization_id, locale) values ($1, $2)', [
      ...[organization, columns.all ?? null],
    ])
    return id
  }
  const ids = [
    await queue({ own: 'en-US', member: 'en-GB', all: 'en-IN' }),
    await queue({ member: 'en-US', all: 'en-GB' }),
    await queue({ all: 'en-US' }),
    await queue({ own: 'fr', all: 'en-CA' }),
    await queue({}),
  ]
  mails.startWorker(post)
  for (const id of ids) await mails.becomes(id, { state: 'sent' })
  const days = ['May 21, 2027', 'May 21, 2027', 'May 21, 2027', 'May 21, 2027', '21 May 2027']
  const sent = ids.map(id => post.received.find(({ email }) => email.messageId === `<usher.${id}@example.com>`)?.email)
  expect(sent.map(email => /until ([^\n]*2027)/.exec(email?.text ?? '')?.[1])).toEqual(days)
  expect(sent.map(email => /<html lang="([^"]*)"/.exec(email?.html ?? '')?.[1])).toEqual([
    'en-US',
    'en-US',
    'en-US',
    'en-CA',
    'en-GB',
  ])
})
