import { describe, expect, test } from 'vitest'
import { personProblems, readPerson, type SentPerson, sayPerson } from './person.ts'

const jane = { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }
const long = 'x'.repeat(151)

test.each<[what: string, sent: SentPerson, email: unknown, firstName: unknown, lastName: unknown, faults: string[]]>([
  ['as it should be', jane, 'jane@example.com', 'Jane', 'Doe', []],
  [
    'with what stands around',
    { ...jane, email: ' <JANE@Example.com> ' },
    '<JANE@Example.com>',
    'Jane',
    'Doe',
    ['email malformed'],
  ],
  [
    'in other letters',
    { ...jane, email: '\u00a0JANE@Example.com\u200b', first_name: ' Ja\u00a0 ne ' },
    'jane@example.com',
    'Ja ne',
    'Doe',
    [],
  ],
  ['joined marks', { ...jane, first_name: 'Zoe\u0308' }, 'jane@example.com', 'Zo\u00eb', 'Doe', []],
  ['without a last name', { ...jane, last_name: undefined }, 'jane@example.com', 'Jane', null, []],
  ['null is absent', { ...jane, last_name: null }, 'jane@example.com', 'Jane', null, []],
  ['a blank last name is none', { ...jane, last_name: ' \u200b' }, 'jane@example.com', 'Jane', '', []],
  ['a blank first name', { ...jane, first_name: '\u2800' }, 'jane@example.com', '', 'Doe', ['first_name required']],
  ['no email', { ...jane, email: '' }, null, 'Jane', 'Doe', ['email required']],
  [
    'no text',
    { email: 5, first_name: true, last_name: ['Doe'] },
    null,
    null,
    null,
    ['email wrong_type', 'first_name wrong_type', 'last_name wrong_type'],
  ],
  [
    'lost letters',
    { email: 'j\ufffd@example.com', first_name: 'J\u0000', last_name: 'D\u202eoe' },
    null,
    null,
    null,
    ['email invalid_characters', 'first_name invalid_characters', 'last_name invalid_characters'],
  ],
  [
    'too long',
    { email: `${'x'.repeat(300)}@example.com`, first_name: long, last_name: long },
    null,
    null,
    null,
    ['email too_long', 'first_name too_long', 'last_name too_long'],
  ],
  [
    'as many emoji as letters',
    { ...jane, first_name: '😀'.repeat(150) },
    'jane@example.com',
    '😀'.repeat(150),
    'Doe',
    [],
  ],
  ['a whole name', { email: jane.email, name: 'Jane van der  Berg' }, 'jane@example.com', 'Jane van der', 'Berg', []],
  [
    'a whole name that its parts contradict',
    { ...jane, name: 'Jane Roe' },
    'jane@example.com',
    'Jane',
    'Doe',
    ['name doubled_field'],
  ],
])('%s', (_, sent, email, firstName, lastName, faults) => {
  const read = readPerson(sent, ['email', 'first_name'])
  expect(read).toMatchObject({ email, firstName, lastName })
  expect(read.faults.map(({ field, code }) => `${field} ${code}`)).toEqual(faults)
})

test('what is not there is needed only where it is said to be; what is there is not blank', () => {
  expect(readPerson({}).faults).toEqual([])
  expect(readPerson({ first_name: '' }).faults).toEqual([{ field: 'first_name', code: 'required' }])
  expect(readPerson({ first_name: '' }, []).faults).toEqual([])
  expect(readPerson({}, ['email']).faults).toEqual([{ field: 'email', code: 'required' }])
})

describe('for the log', () => {
  test('what can be kept is, whatever stands beside it', () => {
    expect(sayPerson({ ...jane, email: 'no address', last_name: 'D\u202e' })).toEqual({
      email: 'no address',
      firstName: 'Jane',
      lastName: null,
    })
  })

  test('the parts of a name count before the whole one', () => {
    expect(sayPerson({ ...jane, name: 'Somebody Else' })).toMatchObject({ firstName: 'Jane', lastName: 'Doe' })
    expect(sayPerson({ name: 'Somebody Else' })).toMatchObject({ firstName: 'Somebody', lastName: 'Else' })
  })
})

test('the native API names each field with its fault', () => {
  expect(personProblems(readPerson({ email: 'x', first_name: '', last_name: long }), 'user.')).toEqual({
    'user.email': 'must be a mail address, such as jane@example.com',
    'user.first_name': 'must not be empty',
    'user.last_name': 'must have at most 150 characters',
  })
})
