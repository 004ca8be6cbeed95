import { expect, test } from 'vitest'
import { type LetterCourse, type LetterFacts, writeLetter } from './letter.ts'

const facts: LetterFacts = {
  kind: 'welcome',
  requested: false,
  email: 'jane@example.com',
  to: null,
  firstName: 'Jane',
  lastName: 'Doe',
  hasPassword: false,
  organization: 'Acme Prep',
  branding: null,
  locales: [],
  timeZone: 'UTC',
  courses: [{ name: 'IELTS', startsAt: null, endsAt: new Date('2027-05-21T09:30:00Z'), renewed: false }],
  invitation: null,
  about: null,
  link: {
    opens: 'set_password',
    url: 'https://learn.example.com/set-password/x',
    expiresAt: new Date('2026-11-28T10:00:00Z'),
  },
}

function courses(...names: string[]) {
  return names.map(name => ({ name, startsAt: null, endsAt: null, renewed: false }))
}

test('a welcome says who, what, until when, and how to get in', () => {
  expect(writeLetter(facts)).toEqual({
    to: { name: 'Jane Doe', address: 'jane@example.com' },
    from: 'Acme Prep',
    branding: null,
    locale: 'en-GB',
    direction: 'ltr',
    subject: 'Acme Prep: your access to IELTS',
    greeting: 'Hello Jane,',
    opening: 'You now have this course at Acme Prep:',
    courses: [{ name: 'IELTS', period: 'until 21 May 2027' }],
    prompt: 'Choose a password to get in.',
    button: { label: 'Set your password', url: 'https://learn.example.com/set-password/x' },
    notes: [
      'The link works once, until 28 November 2026. After that, its page sends you a fresh one.',
      'Your account is jane@example.com.',
    ],
    rest: expect.any(Object),
  })
})

test('who had all of it before reads that it is renewed, and until when', () => {
  const [ielts] = facts.courses as [LetterCourse]
  const renewed = { ...facts, courses: [{ ...ielts, renewed: true }] }
  expect(writeLetter(renewed)).toMatchObject({
    subject: 'Acme Prep: your access to IELTS is renewed',
    opening: 'Your access at Acme Prep is renewed. It now runs:',
    courses: [{ name: 'IELTS', period: 'until 21 May 2027' }],
  })
  expect(writeLetter({ ...renewed, courses: [...renewed.courses, ...courses('GMAT')] })).toMatchObject({
    subject: 'Acme Prep: your access to IELTS and GMAT',
    opening: 'You now have these courses at Acme Prep:',
  })
})

test('a member without courses reads nothing about courses', () => {
  const letter = writeLetter({ ...facts, courses: [] })
  expect(letter).toMatchObject({
    subject: 'Acme Prep: your account is ready',
    opening: 'You now have an account at Acme Prep.',
  })
  expect(letter.courses).toEqual([])
})

test.each([
  ['a new password', true, 'Acme Prep: set a new password', /your password stays as it is/],
  ['a first password', false, 'Acme Prep: set your password', /nothing changes/],
])('a link to set %s', (_, hasPassword, subject, note) => {
  const letter = writeLetter({ ...facts, kind: 'password_link', requested: true, hasPassword })
  expect(letter).toMatchObject({ subject, courses: [], button: { label: 'Set your password' } })
  expect(letter.notes.join(' ')).toMatch(note)
})

test('a link in place of a password that was ended says so, until there is a new one', () => {
  const notes = (hasPassword: boolean) => writeLetter({ ...facts, kind: 'password_link', hasPassword }).notes.join(' ')
  expect(notes(false)).toMatch(/does not work any more/)
  expect(notes(true)).not.toMatch(/does not work any more/)
})

test('a link of no organization in particular', () => {
  const letter = writeLetter({ ...facts, kind: 'password_link', requested: true, organization: null })
  expect(letter).toMatchObject({
    from: null,
    subject: 'Set your password',
    opening: 'Here is your link to set a password.',
  })
})

test.each([
  ['for ever', null, null, 'UTC', 'without an end date'],
  ['from a later day', '2027-01-01T00:00:00Z', null, 'UTC', 'from 1 January 2027'],
  [
    'from one day until another',
    '2027-01-01T00:00:00Z',
    '2027-02-01T12:00:00Z',
    'UTC',
    'from 1 January 2027 until 1 February 2027',
  ],
  ['until a midnight: the day before is the last', null, '2027-02-01T00:00:00Z', 'UTC', 'until 31 January 2027'],
  ['as it is called where the organization is', null, '2027-02-01T20:00:00Z', 'Asia/Kolkata', 'until 2 February 2027'],
])('a period %s', (_, startsAt, endsAt, timeZone, period) => {
  const course = {
    name: 'IELTS',
    startsAt: startsAt ? new Date(startsAt) : null,
    endsAt: endsAt ? new Date(endsAt) : null,
    renewed: false,
  }
  expect(writeLetter({ ...facts, timeZone, courses: [course] }).courses).toEqual([{ name: 'IELTS', period }])
})

test.each([
  [['IELTS', 'GMAT', 'GRE'], 'Acme Prep: your access to IELTS, GMAT and GRE'],
  [['IELTS', 'GMAT', 'GRE', 'PTE'], 'Acme Prep: your access to IELTS, GMAT and 2 more'],
])('a subject names the courses and stays a line: %s', (names, subject) => {
  expect(writeLetter({ ...facts, courses: courses(...names) }).subject).toBe(subject)
})

test('a subject is one short line whatever the names are', () => {
  const name = `${'long '.repeat(300)}\r\nBcc: everybody@example.com`
  const { subject, from } = writeLetter({
    ...facts,
    organization: name,
    courses: courses(name, name, name, name, name),
  })
  expect(subject).not.toMatch(/[\r\n]/)
  expect(subject.length).toBeLessThan(220)
  expect(from?.length).toBeLessThanOrEqual(80)
})

test.each(['Get rich at www.example.net', 'https://example.net', 'spam.example.com', 'a@example.com', '<b>Jane</b>'])(
  'nobody is greeted by an advertisement: %s',
  firstName => {
    expect(writeLetter({ ...facts, firstName })).toMatchObject({ greeting: 'Hello,', to: { name: '' } })
  },
)

test.each(['J.R.', 'O’Brien', 'Anne-Marie', 'Ms. Lee', '王小明', 'می‌خواهم'])(
  'a name is greeted as it is written: %s',
  firstName => {
    // Set apart where it runs the other way.
    expect(writeLetter({ ...facts, firstName }).greeting.replace(/[\u2068\u2069]/g, '')).toBe(`Hello ${firstName},`)
  },
)

test('text that turns itself around, or is broken, does not reach the mail', () => {
  expect(writeLetter({ ...facts, firstName: ' Jane\u202e\u0000\ud800 ', lastName: '\n' }).greeting).toBe(
    'Hello Jane \ufffd,',
  )
})

test('an invitation says by whom and to what, whatever is known of it', () => {
  const link = { opens: 'invitation', url: 'https://learn.example.com/invitation/x', expiresAt: null } as const
  const write = (team: string | null, offered: string[], organization: string | null = 'Acme Prep') =>
    writeLetter({ ...facts, kind: 'invitation', organization, courses: [], invitation: { team, offered }, link })
  expect(write('Evening class', ['GMAT', 'IELTS'])).toMatchObject({
    subject: 'Acme Prep: you are invited to GMAT and IELTS',
    opening: 'You are invited by Acme Prep to the team Evening class, with access to GMAT and IELTS.',
    button: { label: 'Accept the invitation', url: link.url },
    courses: [],
    notes: [
      'The invitation can be accepted once.',
      'It is for jane@example.com. If you do not expect it, leave this mail aside: nothing changes.',
    ],
  })
  expect(write(null, [])).toMatchObject({
    subject: 'Acme Prep: you are invited',
    opening: 'You are invited by Acme Prep.',
  })
  expect(write(null, [], null)).toMatchObject({ subject: 'You are invited', opening: 'You are invited.' })
})

test('an address is written to be read: its domain in its own letters; where the mail goes to, as mail servers need it', () => {
  const email = 'ida@xn--bcher-kva.example'
  const letters = [
    writeLetter({ ...facts, email }),
    writeLetter({ ...facts, email, kind: 'password_link' }),
    writeLetter({ ...facts, email, kind: 'access_ending' }),
    writeLetter({ ...facts, email, kind: 'invitation', invitation: { team: null, offered: [] } }),
  ]
  for (const { to, prompt, notes } of letters) {
    expect(to.address).toBe(email)
    expect([prompt, ...notes].join(' ')).toContain('ida@bücher.example')
    expect([prompt, ...notes].join(' ')).not.toContain('xn--')
  }
})
