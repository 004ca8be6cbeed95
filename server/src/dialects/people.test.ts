import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPerson, type SentPerson } from '../lib/person.ts'
import type { Call } from '../provisioning/intents/call.ts'
import { toAction } from '../provisions/translate.ts'
import { Refused } from './northpass/errors.ts'
import { readBulkPeople, readPersonFields } from './northpass/translate.ts'
import { understand } from './student/translate.ts'

const call: Call = { actor: { kind: 'system' }, organizationId: 1, source: null, ip: null, receivedAt: new Date(0) }

/** The person that a face reads, or the fields that it finds fault with. */
const faces: Record<string, (sent: Required<Omit<SentPerson, 'name'>>) => unknown> = {
  student(sent) {
    const { email, firstName, lastName, problems } = understand(sent, call).intent
    return problems.length > 0 ? problems.map(({ field }) => field) : { email, firstName, lastName: lastName ?? '' }
  },
  provision(sent) {
    const { email, firstName, lastName, problems = [] } = toAction({ user: sent as { email: string } })
    const fields = problems.map(({ field }) => field.replace('user.', ''))
    return fields.length > 0 ? fields : { email, firstName, lastName }
  },
  northpass: sent =>
    orFields(() => {
      const { email, firstName, lastName } = readPersonFields({ data: { attributes: sent } }, { isNew: true })
      return { email, firstName, lastName }
    }),
  'northpass, many': sent =>
    orFields(() => {
      const rows = readBulkPeople({ data: { attributes: { people: [sent] } } })
      let step = rows.next()
      while (!step.done) step = rows.next()
      const { groups: _, ...person } = step.value[0] as (typeof step.value)[number]
      return person
    }),
}

function orFields(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.problems.map(({ field }) => field.replace(/.*\//, ''))
  }
}

const odd = ['\u200b', '\u00a0', '\u202e', '\u0000', '\ufffd', 'e\u0308', '\u2019', '\u2800', ' ', '@', '😀', 'ß', 'İ']
const text = fc.array(fc.oneof(fc.constantFrom(...odd), fc.string({ minLength: 1, maxLength: 3 })), { maxLength: 6 })
const name = fc.oneof(
  text.map(parts => parts.join('')),
  fc.constant('x'.repeat(151)),
)
const email = fc.oneof(
  name,
  fc
    .tuple(text, fc.constantFrom('example.com', 'Bücher.example', 'example'))
    .map(([local, host]) => `${local.join('')}@${host}`),
)

test('whoever is sent is the same person to every face, or refused by every face for the same fields', () => {
  fc.assert(
    fc.property(fc.record({ email, first_name: name, last_name: name }), sent => {
      fc.pre(readPerson(sent, []).firstName !== '') // a Northpass client may leave the first name empty
      const { faults, ...person } = readPerson(sent, ['email', 'first_name'])
      const expected = faults.length > 0 ? faults.map(({ field }) => field) : person
      for (const [face, read] of Object.entries(faces)) expect([face, read(sent)]).toEqual([face, expected])
    }),
    { numRuns: 500 },
  )
})
