import { expect, test } from 'vitest'
import { readAbout } from './about.ts'

const nothing = { email: null, firstName: null, lastName: null, reference: null, courses: [], source: null }
const jane = { email: 'jane@example.com', firstName: 'Jane', lastName: 'Doe' }

test.each<[what: string, body: unknown, about: object]>([
  ['a provision', { user: { email: ' Jane@Example.com', first_name: ' Jane', last_name: 'Doe' } }, jane],
  ['a person at the top', { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }, jane],
  ['a person named by the address', { user: 'Jane@Example.com' }, { email: 'jane@example.com' }],
  ['a whole name', { user: { name: 'Jane van der Berg' } }, { firstName: 'Jane van der', lastName: 'Berg' }],
  ['one word', { user: { name: 'Jane' } }, { firstName: 'Jane' }],
  ['what is no address, as it was sent', { email: 'jane@example' }, { email: 'jane@example' }],
  ['a number for a reference', { external_ref: 1042 }, { reference: '1042' }],
  ['one course', { course: 'ielts' }, { courses: ['ielts'] }],
  ['courses in a text', { courses: 'ielts, gmat' }, { courses: ['ielts', 'gmat'] }],
  ['what is among the courses', { courses: ['ielts', 5, null, 'ielts', { a: 1 }] }, { courses: ['ielts', '5'] }],
  [
    'more courses than anybody asks for',
    {
      courses: Array(80)
        .fill('x')
        .map((x, n) => x + n),
    },
    { courses: { length: 50 } },
  ],
  ['text that cannot be kept', { source: 'a\u0000b', external_ref: 'x\ud800', email: 'a\ufffd@b.c' }, nothing],
  [
    'text that is too long',
    { source: 'x'.repeat(101), external_ref: 'x'.repeat(256), email: 'x'.repeat(1e6) },
    nothing,
  ],
  ['other kinds', { user: 5, courses: { a: 1 }, external_ref: { a: 1 }, source: [] }, nothing],
  ['no object', ['jane@example.com'], nothing],
  ['no body', undefined, nothing],
])('%s', (_, body, about) => {
  expect(readAbout(body)).toMatchObject(about)
})
