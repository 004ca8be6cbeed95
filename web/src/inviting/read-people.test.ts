import { expect, test } from 'vitest'
import { readAsWritten, readPeople } from './read-people.ts'

const say = (written: string) =>
  readPeople(written).map(({ email, first_name, last_name }) =>
    [email, first_name, last_name].filter(Boolean).join(' '),
  )

test.each([
  ['asha.rao@example.com', ['asha.rao@example.com Asha Rao']],
  ['Asha Rao <a@example.com>', ['a@example.com Asha Rao']],
  ['"Asha Rao" <a@example.com>; b@example.com', ['a@example.com Asha Rao', 'b@example.com B']],
  ['a@example.com, Asha, Rao', ['a@example.com Asha Rao']],
  ['Asha\tRao\ta@example.com\nBo\tKlein\tb@example.com', ['a@example.com Asha Rao', 'b@example.com Bo Klein']],
  ['a@example.com, b@example.com c@example.com', ['a@example.com A', 'b@example.com B', 'c@example.com C']],
  ['Ash <a@example.com>, Bo Klein <b@example.com>', ['a@example.com Ash', 'b@example.com Bo Klein']],
  ['a@example.com\n\nA@Example.com', ['A@Example.com A']],
  ['asha@example.com; bruno@example.com,\r\n', ['asha@example.com Asha', 'bruno@example.com Bruno']],
  ['  \n ; ', []],
  ['omar@example.com;Omar;El-Sayed', ['omar@example.com Omar El-Sayed']],
  ['Omar;El-Sayed;omar@example.com;\r\nBo;;bo@example.com', ['omar@example.com Omar El-Sayed', 'bo@example.com Bo']],
  ['"omar@example.com";"Omar; Ali";"El-Sayed"', ['omar@example.com Omar; Ali El-Sayed']],
  ['Omar El-Sayed;omar@example.com', ['omar@example.com Omar El-Sayed']],
])('%j is read as its people', (written, people) => {
  expect(say(written)).toEqual(people)
})

test('columns are a first and a last name, of however many words', () => {
  const mary = [{ email: 'mary@example.com', first_name: 'Mary Ann', last_name: 'van der Lee' }]
  expect(readPeople('mary@example.com,"Mary Ann","van der Lee"')).toEqual(mary)
  expect(readPeople('Mary Ann\tvan der Lee\t<mary@example.com>')).toEqual(mary)
})

test('what is no address is kept, to be refused by name', () => {
  expect(say('asha at example')).toEqual(['asha at example Asha at example'])
})

test('who is to be mended is written as before, and read as the same', () => {
  const lines = ['Asha Rao <a@example.com>', 'bo.klein@example', 'not an address', 'Mary Ann, Lee, m@example.com']
  const text = lines.join('\n')
  expect(readAsWritten(`${text}; `).map(({ written }) => written)).toEqual(lines)
  expect(readAsWritten('a@example.com b@example').map(({ written }) => written)).toEqual(['a@example.com', 'b@example'])
  expect(readAsWritten('x@example.com, Cy <c@example.com>').map(({ written }) => written)).toEqual([
    'x@example.com',
    'Cy <c@example.com>',
  ])
})
