/** Whatever is done to the name of a field, the call means what it meant, or is refused: never a success without it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { otherName } from '../../../test/other-names.ts'
import type { Call } from '../../provisioning/intents/call.ts'
import { parseForm, parseJson, parseParts } from './body.ts'
import { toErrorAnswer } from './errors.ts'
import { type Body, understand } from './translate.ts'

const call: Call = {
  actor: { kind: 'apiKey', id: 1, prefix: 'usher_live_12345678' },
  organizationId: 1,
  source: null,
  ip: '127.0.0.1',
  receivedAt: new Date('2026-12-01T10:00:00Z'),
}
const jane = { email: 'jane@example.com', first_name: 'Jane' }
const whole = {
  ...jane,
  last_name: 'Doe',
  courses: ['ielts', 'gmat'],
  tenure_months: 6,
  external_ref: 'wc_1',
  send_welcome_email: false,
  source: 'pabbly',
}
type Field = keyof typeof whole
const meant = understand(whole, call).intent

const field = fc.constantFrom(...(Object.keys(whole) as Field[]))
const renamed = field.chain(name => fc.tuple(fc.constant(name), otherName(name)))
const wrapper = fc.constantFrom('student', 'data', 'user', 'payload', 'x')

function requireWhole(body: Body): void {
  const { intent } = understand(body, call)
  if (intent.problems.length === 0) expect(intent).toEqual(meant)
}

function without(name: Field): Body {
  const { [name]: _, ...rest } = whole
  return rest
}

test('a name that is misspelt, cased, padded or indexed, in JSON', () => {
  fc.assert(fc.property(renamed, ([name, other]) => requireWhole({ ...without(name), [other]: whole[name] })))
})

test('fields inside of something else, in JSON', () => {
  fc.assert(
    fc.property(field, wrapper, fc.boolean(), (name, around, deep) => {
      const inside = { [name]: whole[name] }
      requireWhole({ ...without(name), [around]: deep ? [{ attributes: inside }] : inside })
      requireWhole({ ...without(name), [around]: JSON.stringify(inside) })
      requireWhole({ [around]: whole })
    }),
  )
})

test('a name that is there twice, in JSON', () => {
  fc.assert(
    fc.property(renamed, ([name, other]) => {
      const twice = `${JSON.stringify(whole).slice(0, -1)},${JSON.stringify(name)}:"other"}`
      expect(() => parseJson(twice)).toThrow(`${name} is there twice`)
      if (name !== 'courses') requireWhole({ ...whole, [other]: 'other' })
    }),
  )
})

test('a name that is misspelt, cased, padded, indexed, wrapped or doubled, in a form', () => {
  const form = (fields: Iterable<readonly [string, unknown]>) =>
    new URLSearchParams(
      [...fields].flatMap(([name, value]) => [value].flat().map(one => [name, String(one)] as [string, string])),
    )
  fc.assert(
    fc.property(renamed, wrapper, ([name, other], around) => {
      const rest = Object.entries(without(name))
      requireWhole(parseForm(String(form([...rest, [other, whole[name]]]))))
      requireWhole(parseForm(String(form([...rest, [`${around}[${name}]`, whole[name]]]))))
      if (name !== 'courses') requireWhole(parseForm(String(form([...Object.entries(whole), [other, 'other']]))))
    }),
  )
})

test('the same in a form in parts', async () => {
  await fc.assert(
    fc.asyncProperty(renamed, wrapper, async ([name, other], around) => {
      for (const written of [other, `${around}[${name}]`]) {
        const form = new FormData()
        for (const [field, value] of Object.entries({ ...without(name), [written]: whole[name] }))
          for (const one of [value].flat()) form.append(field, String(one))
        const sent = new Response(form)
        requireWhole(await parseParts(new Uint8Array(await sent.arrayBuffer()), sent.headers.get('content-type') ?? ''))
      }
    }),
    { numRuns: 50 },
  )
})

test.each([
  'courses[0]=ielts&courses[1]=gmat',
  'courses%5B0%5D=ielts&courses%5B1%5D=gmat',
  'courses[]=ielts&courses[]=gmat',
  'courses=ielts&courses=gmat',
  'courses=ielts,gmat',
  'Courses[1]=gmat&Courses[0]=ielts',
  'course1=ielts&course2=gmat',
  'course_types=ielts, gmat',
  'courses=["ielts","gmat"]',
])('a form names both courses: %s', form => {
  const { intent, ignored } = understand(parseForm(`email=a@example.com&first_name=Ann&${form}`), call)
  expect(intent).toMatchObject({ courses: ['ielts', 'gmat'], problems: [] })
  expect(ignored).toEqual([])
})

test.each<[Body, string]>([
  [{ ...jane, corses: ['ielts'] }, "'corses' is not known here: did you mean 'courses'?"],
  [{ ...jane, course_id: 12 }, "'course_id' is not known here: did you mean 'courses'?"],
  [{ ...jane, welcome_email: false }, "'welcome_email' is not known here: did you mean 'send_welcome_email'?"],
  [{ ...jane, courses: 'ielts', Course: 'gmat' }, "'Course' and 'courses' are one field: send it once"],
  [
    { ...jane, student: { courses: ['ielts'] } },
    "'student.courses' is not where it belongs: send 'courses' at the top of the body",
  ],
  [{ data: jane }, "'data.email' is not where it belongs: send 'email' at the top of the body"],
])('what may have been meant is named: %j', (body, message) => {
  const { problems } = understand(body, call).intent
  expect(toErrorAnswer(problems).body.errors[0]?.message).toBe(message)
})

test('what is in the address is not read: it belongs into the body', () => {
  const { problems } = understand(jane, call, { courses: 'ielts', utm_source: 'x' }).intent
  expect(toErrorAnswer(problems).body.message).toBe(
    "'?courses' is not where it belongs: send 'courses' at the top of the body",
  )
})

test('what means nothing here is left aside and named', () => {
  const others = {
    phone: '123',
    utm_source: 'spring',
    order_id: 7,
    billing: { email: 'shop@example.com', first_name: 'Pat' },
    course_id: 12,
    name: 'Jane Doe',
    emails: '',
  }
  const { intent, ignored } = understand({ ...jane, courses: 'ielts', ...others }, call)
  expect(intent.problems).toEqual([{ code: 'unknown_field', field: 'emails', value: 'email' }])
  expect(ignored).toEqual(['phone', 'utm_source', 'order_id', 'billing', 'course_id', 'name'])
})
