import fc from 'fast-check'
import { expect, test } from 'vitest'
import { otherName } from '../../../test/other-names.ts'
import { atOnce } from '../../lib/in-steps.ts'
import { Refused, toErrorAnswer } from './errors.ts'
import { toUuid } from './ids.ts'
import {
  maxBulk,
  readBulkMembership,
  readBulkPeople,
  readGroup,
  readIdentifiers,
  readPersonFields,
} from './translate.ts'

const attributes = (values: object) => ({ data: { type: 'people', attributes: values } })
const newGroup = (body: unknown) => readGroup(body, { isNew: true })
const newPerson = (body: unknown) => readPersonFields(body, { isNew: true })
const bulkPeople = (body: unknown) => atOnce(readBulkPeople(body))
const changes = (body: unknown) => readPersonFields(body, { isNew: false })
const jane = { email: 'jane@example.com' }

test.each<[string, (body: unknown) => unknown, unknown, unknown]>([
  ['a group', newGroup, attributes({ name: ' Acme ', description: '' }), { name: 'Acme', description: '' }],
  ['a group in the older form', newGroup, { group: { name: 'Acme' } }, { name: 'Acme' }],
  [
    'a change of a group',
    body => readGroup(body, { isNew: false }),
    attributes({ description: 'All' }),
    { description: 'All' },
  ],
  ['a person by email alone', newPerson, attributes({ email: ' JANE@Example.com' }), { ...jane, resend: false }],
  [
    'a person in full',
    newPerson,
    attributes({ ...jane, first_name: 'Jane', last_name: 'Doe', sso_uid: 'u-1', colour: 'red' }),
    { ...jane, firstName: 'Jane', lastName: 'Doe', ssoUid: 'u-1', resend: false },
  ],
  ['an invitation again', changes, attributes({ resend_invitation: true }), { resend: true }],
  ['an invitation again, by another name', changes, attributes({ send_invitation: 'true' }), { resend: true }],
  ['no invitation', changes, attributes({ resend_invitation: false }), { resend: false }],
  ['who is shut out', changes, attributes({ deactivated: true }), { deactivated: true, resend: false }],
  [
    'rows of people, put together by person',
    bulkPeople,
    attributes({
      people: [
        { email: 'jane@example.com', groups: 'Acme' },
        { email: 'JANE@example.com', groups: ['acme', 'Zeta'], first_name: 'Jane' },
        { email: 'bob@example.com' },
      ],
    }),
    [
      { email: 'jane@example.com', firstName: 'Jane', lastName: null, groups: ['acme', 'Zeta'] },
      { email: 'bob@example.com', firstName: '', lastName: null, groups: [] },
    ],
  ],
  [
    'memberships',
    readBulkMembership,
    { data: { person_ids: [toUuid('people', 1), toUuid('people', 1)], group_ids: [toUuid('groups', 2), 'x'] } },
    { personIds: [1], groupIds: [2, null] },
  ],
  [
    'people by type and id, one of them twice and one a stranger',
    body => readIdentifiers(body, 'people'),
    { data: [{ type: 'people', id: toUuid('people', 1) }, { id: toUuid('people', 1) }, { id: toUuid('groups', 1) }] },
    [1, null],
  ],
  ['one alone', body => readIdentifiers(body, 'people'), { data: { id: toUuid('people', 1) } }, [1]],
])('understands %s', (_, read, body, expected) => {
  expect(read(body)).toEqual(expected)
})

test.each<[string, (body: unknown) => unknown, unknown, string[]]>([
  ['no body', newGroup, undefined, ['/data']],
  ['no attributes', newGroup, { data: {} }, ['/data/attributes']],
  ['a group without a name', newGroup, attributes({}), ['/data/attributes/name']],
  ['a group with an empty name', newGroup, attributes({ name: '  ' }), ['/data/attributes/name']],
  ['a name that is no text', newGroup, attributes({ name: 5 }), ['/data/attributes/name']],
  ['a person without an email', newPerson, attributes({}), ['/data/attributes/email']],
  [
    'all that is wrong with a person',
    newPerson,
    attributes({ email: 'x', first_name: 'a\u0000b', deactivated: 'soon' }),
    ['/data/attributes/email', '/data/attributes/first_name', '/data/attributes/deactivated'],
  ],
  [
    'a row of no person',
    bulkPeople,
    attributes({ people: [jane, null, { email: 5 }] }),
    ['/data/attributes/people/1/email', '/data/attributes/people/2/email'],
  ],
  ['no list of people', bulkPeople, attributes({}), ['/data/attributes/people']],
  ['too many', bulkPeople, attributes({ people: Array(maxBulk + 1).fill(jane) }), ['/data/people']],
  ['too many groups', bulkPeople, attributes({ people: [{ ...jane, groups: many(1001) }] }), ['/data/groups']],
  [
    'many people each in many groups',
    bulkPeople,
    attributes({ people: people(1001).map(row => ({ ...row, groups: many(100) })) }),
    ['/data/groups'],
  ],
  [
    'many people into many groups',
    readBulkMembership,
    { data: { person_ids: ids('people', 1001), group_ids: ids('groups', 101) } },
    ['/data/group_ids'],
  ],
  ['no list of ids', readBulkMembership, { data: {} }, ['/data/person_ids']],
  ['no identifiers', body => readIdentifiers(body, 'people'), {}, ['/data']],
])('refuses %s', (_, read, body, pointers) => {
  const error = catchFrom(() => read(body)) as Parameters<typeof toErrorAnswer>[0]
  expect(error).toMatchObject({ status: 422 })
  expect(toErrorAnswer(error).errors.map(({ source }) => source.pointer)).toEqual(pointers)
})

function many(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `G${index}`)
}

function ids(type: 'people' | 'groups', count: number): string[] {
  return many(count).map((_, index) => toUuid(type, index + 1))
}

function people(count: number): object[] {
  return many(count).map(name => ({ email: `${name}@example.com` }))
}

function catchFrom(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

const named = { ...jane, first_name: 'Jane' }

test.each([
  { ...named, 'Last-Name': 'Doe' },
  { ...named, lastName: 'Doe' },
  { ...named, ' last_name ': 'Doe' },
])('an attribute is read whatever the case, the blanks and the marks of its name: %j', fields => {
  expect(newPerson(attributes(fields))).toMatchObject({ ...{ email: jane.email }, lastName: 'Doe' })
})

test.each<[object, string]>([
  [{ ...named, lats_name: 'Doe' }, 'lats_name is not known here: did you mean last_name?'],
  [{ ...named, 'First Name': 'Janet' }, 'First Name says something else than first_name, which is the same attribute'],
  [
    { ...named, properties: { last_name: 'Doe' } },
    'properties.last_name is not where it belongs: send last_name among the attributes',
  ],
])('what may be meant for an attribute is refused: %j', (fields, detail) => {
  expect(() => newPerson(attributes(fields))).toThrow(detail)
  expect(() => bulkPeople({ data: { attributes: { people: [fields] } } })).toThrow(detail)
})

test('what answers show may come back, and what means nothing is left aside', () => {
  const shown = {
    full_name: 'Jane',
    name: 'Jane',
    deactivated_at: null,
    activated_at: '2026-12-01',
    phone: '1',
    disabled: false,
  }
  expect(newPerson(attributes({ ...named, ...shown }))).toMatchObject({ email: jane.email, firstName: 'Jane' })
})

test('whatever is done to the name of an attribute, the person is the same or refused', () => {
  const whole = { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe', sso_uid: 'u-1', deactivated: true }
  const meant = changes(attributes(whole))
  const field = fc.constantFrom(...(Object.keys(whole) as (keyof typeof whole)[]))
  const renamed = field.chain(name => fc.tuple(fc.constant(name), otherName(name)))
  fc.assert(
    fc.property(renamed, ([name, other]) => {
      const { [name]: value, ...rest } = whole
      for (const sent of [
        { ...rest, [other]: value },
        { ...rest, person: { [name]: value } },
        { ...whole, [other]: 'other' },
      ]) {
        const read = understood(() => changes(attributes(sent)))
        if (read) expect(read).toEqual(meant)
      }
    }),
  )
})

function understood<Read>(read: () => Read): Read | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}
