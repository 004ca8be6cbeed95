/** Why something was refused, in the words of the screens and not of the API. */
import { expect, test } from 'vitest'
import { sayProblems } from './operation-words.tsx'

test('what is not undone is said with what is to be done instead', () => {
  const refused = { code: 'not_undoable', field: 'operation', value: 'Its sentence.', remedy: 'make_team' } as const
  expect(sayProblems({ problems: [refused] })).toEqual([
    'A team is not brought back, its name may be taken: make it anew.',
  ])
})
