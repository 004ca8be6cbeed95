import { expect, test } from 'vitest'
import { errorKinds } from '../http/errors/error-codes.ts'
import { Refusal, type RefusalCode } from '../lib/refusal.ts'
import { words as northpass } from './northpass/errors.ts'
import { words as student } from './student/errors.ts'

const { internal: _, ...kinds } = errorKinds

test.each([
  ['the student API', student],
  ['the Northpass API', northpass],
])('%s takes nothing that the server refuses for a fault of its own', (_, { answer }) => {
  for (const [code, { status: native }] of Object.entries(kinds)) {
    const { status, body } = answer(new Refusal(code as RefusalCode, 'It is so.'), 'a request')
    expect([code, status >= 500]).toEqual([code, native >= 500])
    expect(JSON.stringify(body)).not.toMatch(/undefined|our side/)
  }
  expect(answer(null, 'a request').status).toBe(500)
})
