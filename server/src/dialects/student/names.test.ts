/** Whatever is done to the name of a field, the call means what it meant, or is refused: never a success without it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { otherName, theirNames } from '../../../test/other-names.ts'
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
const called = Object.entries(theirNames).flatMap(([name, others]) =>
  others.map(other => [name as Field, other] as const),
)
const wrapper = fc.constantFrom('student', 'data', 'user', 'payload', 'x')

function requireWhole(body: Body): void {
  const { intent } = understand(body, call)
  if (intent.problems.length === 0) expect(intent).toEqual(meant)
}

function toForm(fields: Iterable<readonly [string, unknown]>): URLSearchParams {
  return new URLSearchParams(
    [...fields].flatMap(([name, value]) => [value].flat().map(one => [name, String(one)] as [string, string])),
  )
}

async function inParts(fields: Body): Promise<Body> {
  const form = new FormData()
  for (const [name, value] of toForm(Object.entries(fields))) form.append(name, value)
  const sent = new Response(form)
  return parseParts(new Uint8Array(await sent.arrayBuffer()), sent.headers.get('content-type') ?? '')
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

test.each(called)('%s, which others call %j, is taken or asked for where it is not given', async (name, other) => {
  const value = other === 'name' || /full|student name/i.test(other) ? 'Jane Doe' : whole[name]
  for (const sent of [
    { ...without(name), [other]: value },
    { ...without(name), [name]: '', [other]: value },
  ]) {
    requireWhole(sent)
    requireWhole(parseForm(String(toForm(Object.entries(sent)))))
    requireWhole(await inParts(sent))
  }
  const beside = understand({ ...whole, [other]: 'other' }, call)
  const isNear = beside.intent.problems.length > 0
  if (!isNear) expect(beside).toEqual({ intent: meant, ignored: [other] })
})

test('whoever has one name alone may send it as a whole name too', () => {
  const { intent, ignored } = understand({ ...whole, first_name: 'Suharto', last_name: '', name: 'Suharto' }, call)
  expect(intent).toMatchObject({ firstName: 'Suharto', lastName: null, problems: [] })
  expect(ignored).toEqual(['name'])
})

test('what was bought is asked for in lines of an order; an object is no reference', () => {
  const { courses: _, ...rest } = whole
  const order = { id: 7, name: 'Jane', total: '49.00' }
  requireWhole({ ...rest, order: { ...order, line_items: [{ sku: 'ielts' }] } })
  requireWhole({ ...rest, cart: { lines: [{ product_id: 12 }] } })
  const { external_ref, ...without } = whole
  expect(understand({ ...without, order, payment: { name: 'card' } }, call)).toMatchObject({
    intent: { problems: [], reference: null },
    ignored: ['order', 'payment'],
  })
})

test('fields as pairs of a name and a value, as form tools send them', () => {
  const words = fc.constantFrom(
    ['key', 'value'],
    ['label', 'value'],
    ['name', 'values'],
    ['title', 'answer'],
    ['id', 'text'],
  )
  fc.assert(
    fc.property(renamed, wrapper, words, fc.boolean(), ([name, other], around, [key, value], deep) => {
      for (const written of [name, other]) {
        const pair = { [key as string]: written, type: 'text', [value as string]: whole[name] }
        for (const pairs of [[{ id: 'q1', ...pair }], pair, [[written, whole[name]]], JSON.stringify([pair])])
          requireWhole({ ...without(name), [around]: deep ? { fields: pairs } : pairs })
      }
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
  fc.assert(
    fc.property(renamed, wrapper, ([name, other], around) => {
      const rest = Object.entries(without(name))
      requireWhole(parseForm(String(toForm([...rest, [other, whole[name]]]))))
      requireWhole(parseForm(String(toForm([...rest, [`${around}[${name}]`, whole[name]]]))))
      if (name !== 'courses') requireWhole(parseForm(String(toForm([...Object.entries(whole), [other, 'other']]))))
    }),
  )
})

test('the same in a form in parts', async () => {
  await fc.assert(
    fc.asyncProperty(renamed, wrapper, async ([name, other], around) => {
      for (const written of [other, `${around}[${name}]`]) {
        requireWhole(await inParts({ ...without(name), [written]: whole[name] }))
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
  [{ ...jane, sourse: 'shop', courses: 'ielts' }, "'sourse' is not known here: did you mean 'source'?"],
  [
    { ...jane, courses: 'ielts', meta: [{ key: 'sourse', value: 'shop' }] },
    "'meta.0.sourse' is not where it belongs: send 'source' at the top of the body",
  ],
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
  const { intent, ignored } = understand({ ...whole, ...others }, call)
  expect(intent.problems).toEqual([{ code: 'unknown_field', field: 'emails', value: 'email' }])
  expect(ignored).toEqual(['phone', 'utm_source', 'order_id', 'billing', 'course_id', 'name'])
})
