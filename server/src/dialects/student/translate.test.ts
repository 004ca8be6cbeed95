import { expect, test } from 'vitest'
import type { Call } from '../../provisioning/intents/call.ts'
import type { Problem } from '../../provisioning/intents/problem.ts'
import { toErrorAnswer } from './errors.ts'
import { type Body, understand } from './translate.ts'

const call: Call = {
  actor: { kind: 'apiKey', id: 1, prefix: 'usher_live_12345678' },
  organizationId: 1,
  source: null,
  ip: '127.0.0.1',
  receivedAt: new Date('2026-12-01T10:00:00Z'),
}
const toIntent = (body: Body, call: Call) => understand(body, call).intent
const jane = { email: 'jane@example.com', first_name: 'Jane' }

test.each<[string, Body, object]>([
  [
    'everything',
    {
      ...jane,
      last_name: 'Doe',
      courses: ['ielts', 'gmat'],
      tenure_months: 6,
      external_ref: 'wc_1',
      send_welcome_email: false,
      source: 'pabbly',
    },
    {
      email: 'jane@example.com',
      firstName: 'Jane',
      lastName: 'Doe',
      courses: ['ielts', 'gmat'],
      access: { months: 6, days: null, until: null },
      reference: 'wc_1',
      welcome: false,
      call: { source: 'pabbly' },
    },
  ],
  [
    'only what must be there',
    jane,
    { lastName: null, courses: [], access: null, reference: null, welcome: true, call: { source: null } },
  ],
  ['one course as text', { ...jane, courses: 'ielts' }, { courses: ['ielts'] }],
  ['courses with commas', { ...jane, courses: ' ielts, gmat ,,ielts' }, { courses: ['ielts', 'gmat'] }],
  [
    'a list whose texts have commas',
    { ...jane, courses: ['ielts,gmat', 'gre'] },
    { courses: ['ielts', 'gmat', 'gre'] },
  ],
  ['courses as a form writes a list', { ...jane, 'courses[]': ['ielts', 'gmat'] }, { courses: ['ielts', 'gmat'] }],
  ['no courses: null', { ...jane, courses: null }, { courses: [] }],
  ['no courses: empty text', { ...jane, courses: '' }, { courses: [] }],
  ['no courses: empty list', { ...jane, courses: [] }, { courses: [] }],
  [
    'numbers and booleans as text',
    { ...jane, tenure_months: '6', send_welcome_email: 'false' },
    { access: { months: 6, days: null, until: null }, welcome: false },
  ],
  [
    'empty text for what is not there',
    { ...jane, last_name: '', tenure_months: '', external_ref: '', send_welcome_email: '', source: '' },
    { lastName: null, access: null, reference: null, welcome: true, call: { source: null } },
  ],
  [
    'text that shows nothing for what is not there',
    { ...jane, last_name: '\u200b', external_ref: '\u00ad \u2800', source: '\u3164' },
    { lastName: null, reference: null, call: { source: null } },
  ],
  [
    'a whole number as data tools write it',
    { ...jane, tenure_months: '6.0' },
    { access: { months: 6, days: null, until: null } },
  ],
  ['joiners and marks inside names', { ...jane, first_name: 'می\u200cخواهم' }, { firstName: 'می\u200cخواهم' }],
  ['an order number as a number', { ...jane, external_ref: 1234 }, { reference: '1234' }],
  [
    'line breaks in names',
    { ...jane, first_name: ' Jane\r\nBcc: x@example.com ' },
    { firstName: 'Jane Bcc: x@example.com' },
  ],
  [
    'an address with capitals and umlauts',
    { ...jane, email: ' Jane@BÜCHER.example ' },
    { email: 'jane@xn--bcher-kva.example' },
  ],
  ['a name of 150 emoji', { ...jane, first_name: '🎓'.repeat(150) }, { firstName: '🎓'.repeat(150) }],
])('understands %s', (_, body, intent) => {
  expect(toIntent(body, call)).toMatchObject({ ...intent, problems: [] })
})

test.each<[string, Body, string[]]>([
  ['nothing', {}, ["'email' is required", "'first_name' is required"]],
  ['blanks', { email: ' ', first_name: '' }, ["'email' is required", "'first_name' is required"]],
  ...['\u200b', '\u3164', '\u2800', '\u00ad', '\u200e \u2060', '\ufe0f\u034f'].map((name): [string, Body, string[]] => [
    `a name of ${JSON.stringify(name)}: it shows nothing`,
    { ...jane, first_name: name },
    ["'first_name' is required"],
  ]),
  [
    'wrong types everywhere',
    {
      email: 1,
      first_name: ['x'],
      last_name: {},
      courses: 7,
      tenure_months: 1.5,
      external_ref: true,
      send_welcome_email: 'maybe',
      source: 3,
    },
    [
      "'email' must be text",
      "'first_name' must be text",
      "'last_name' must be text",
      "'courses' must be text or a list of text",
      "'tenure_months' must be a whole number",
      "'external_ref' must be text",
      "'send_welcome_email' must be true or false",
      "'source' must be text",
    ],
  ],
  ['no address', { ...jane, email: 'jane' }, ["'email' is not a valid email address"]],
  ['NUL', { ...jane, first_name: 'J\0' }, ["'first_name' contains characters that cannot be stored"]],
  ['a lone surrogate', { ...jane, last_name: '\ud800' }, ["'last_name' contains characters that cannot be stored"]],
  [
    'text that was not UTF-8',
    { email: 'j\ufffdrg@example.com', first_name: 'J\ufffdrg', external_ref: '\ufffd' },
    [
      "'email' contains characters that cannot be stored",
      "'first_name' contains characters that cannot be stored",
      "'external_ref' contains characters that cannot be stored",
    ],
  ],
  ['a NUL in a course', { ...jane, courses: 'ie\0lts' }, ["Unknown course type 'ie\ufffdlts'"]],
  [
    'an emoji cut in two',
    { ...jane, courses: `${'a'.repeat(63)}😀zzzz` },
    [`Unknown course type '${'a'.repeat(63)}\ufffd'`],
  ],
  ['0 months', { ...jane, tenure_months: 0 }, ["'tenure_months' must be from 1 to 120"]],
  ['121 months', { ...jane, tenure_months: '121' }, ["'tenure_months' must be from 1 to 120"]],
  ['a long name', { ...jane, first_name: 'x'.repeat(151) }, ["'first_name' is longer than 150 characters"]],
  ['a long reference', { ...jane, external_ref: 'x'.repeat(256) }, ["'external_ref' is longer than 255 characters"]],
  ['a long address', { ...jane, email: `jane@${'x'.repeat(250)}.com` }, ["'email' is longer than 254 characters"]],
  [
    '51 courses',
    { ...jane, courses: Array.from({ length: 51 }, (_, n) => `c${n}`) },
    ["'courses' has more than 50 entries"],
  ],
])('names every fault of %s', (_, body, messages) => {
  const { problems } = toIntent(body, call)
  expect(toErrorAnswer(problems).body.errors.map(error => error.message)).toEqual(messages)
})

test.each<[string, Body, Problem]>([
  ['half a month', { tenure_months: '6.5' }, { code: 'wrong_type', field: 'tenure_months', value: '6.5' }],
  ['text', { tenure_months: ' six ' }, { code: 'wrong_type', field: 'tenure_months', value: ' six ' }],
  ['a number', { courses: 7 }, { code: 'wrong_type', field: 'courses', value: '7' }],
  [
    'what does not print',
    { send_welcome_email: 'no\0' },
    { code: 'wrong_type', field: 'send_welcome_email', value: 'no\ufffd' },
  ],
  [
    'what cannot be quoted',
    { last_name: { first: 'x' } },
    { code: 'wrong_type', field: 'last_name', value: undefined },
  ],
  ['too much, by the limit', { tenure_months: 121 }, { code: 'out_of_range', field: 'tenure_months', value: 120 }],
])('the log quotes what was sent: %s', (_, body, problem) => {
  expect(toIntent({ ...jane, ...body }, call).problems).toEqual([problem])
})

test('of what is wrong no more is told than anybody reads', () => {
  const body = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`f${index}`, { email: 1 }]))
  expect(toIntent(body, call).problems).toHaveLength(50)
})

test.each(['enrollments', 'enrolment', 'product', 'products', 'sku', 'access_months', 'months_of_access'])(
  '%s is asked about, unless what it may be meant for is given',
  name => {
    const asked = [expect.objectContaining({ code: 'unknown_field', field: name })]
    expect(toIntent({ ...jane, [name]: '3' }, call).problems).toEqual(asked)
    expect(toIntent({ ...jane, courses: 'ielts', tenure_months: 3, [name]: '3' }, call).problems).toEqual([])
  },
)
