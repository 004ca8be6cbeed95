import { expect, test } from 'vitest'
import { listOperations } from '../api/done-operations.ts'
import { ApiError } from '../api/errors.ts'
import { text } from '../text/en/text.ts'
import { sayTakenBack } from './use-say-done.ts'

const gone = { error: new ApiError('not_found') }
const kept = (...kept: string[]) => ({ kept })

test.each<[string, Parameters<typeof sayTakenBack>[0], string, said: string]>([
  ['all of it', [kept(), kept()], 'done', 'Taken back.'],
  ['what stays, once', [kept('The mail went.'), kept('The mail went.')], 'done', 'Taken back. The mail went.'],
  ['the only one not', [gone], 'problem', text.errors.not_found],
  ['one of many not', [kept(), gone, kept()], 'problem', `1 of 3 could not be taken back: ${text.errors.not_found}`],
])('%s: what came of taking back is said in one notice', (_, answers, kind, said) => {
  expect(sayTakenBack(answers)).toEqual({ kind, said })
})

test('what a call did is in its header, or with each of many', () => {
  const headers = new Headers({ 'usher-operation': '7' })
  const refused = { code: 'conflict', errors: [], operation_id: 9 }
  expect(listOperations({ headers }, null)).toEqual([7])
  expect(listOperations({ headers: new Headers() }, { id: 1 })).toEqual([])
  expect(listOperations({ headers }, { results: [{ operation_id: 7 }, refused, { operation_id: 8 }] })).toEqual([7, 8])
})
