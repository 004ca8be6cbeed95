import { expect, test } from 'vitest'
import { judgeFailure, type Stage } from './delivery.ts'

interface Case {
  code: string
  responseCode?: number
  permanent?: boolean
  command?: string
}

function judge(facts: Case, stage: Stage, stopped = false) {
  return judgeFailure(Object.assign(new Error('words'), facts), stage, stopped).kind
}

const rcpt = { code: 'EENVELOPE', command: 'RCPT TO' }

test.each<[string, Case, Stage, string]>([
  ['nobody listens', { code: 'ESOCKET' }, 'connecting', 'down'],
  [
    'the password is wrong',
    { code: 'EAUTH', responseCode: 535, permanent: true, command: 'AUTH PLAIN' },
    'connecting',
    'down',
  ],
  ['a mistake of our own', { code: 'ECONFIG' }, 'connecting', 'deferred'],
  ['the recipient is refused', { ...rcpt, responseCode: 550, permanent: true }, 'talking', 'refused'],
  ['the recipient is put off', { ...rcpt, responseCode: 450, permanent: false }, 'talking', 'deferred'],
  [
    'the sender is refused',
    { ...rcpt, responseCode: 553, permanent: true, command: 'MAIL FROM' },
    'talking',
    'deferred',
  ],
  ['no address at all', { ...rcpt, command: 'API' }, 'talking', 'refused'],
  ['the line breaks before the end', { code: 'ECONNECTION' }, 'talking', 'deferred'],
  [
    'the content is refused',
    { code: 'EMESSAGE', responseCode: 554, permanent: true, command: 'DATA' },
    'handed_over',
    'refused',
  ],
  [
    'the content is put off',
    { code: 'EMESSAGE', responseCode: 451, permanent: false, command: 'DATA' },
    'handed_over',
    'deferred',
  ],
  ['the line breaks before the answer', { code: 'ECONNECTION' }, 'handed_over', 'unknown'],
  ['no answer in time', { code: 'ETIMEDOUT' }, 'handed_over', 'unknown'],
])('%s', (_, facts, stage, kind) => {
  expect(judge(facts, stage)).toBe(kind)
})

test('being stopped is nobody’s failure, unless the mail is already out of our hands', () => {
  expect(judge({ code: 'EABORT' }, 'connecting', true)).toBe('interrupted')
  expect(judge({ code: 'EABORT' }, 'talking', true)).toBe('interrupted')
  expect(judge({ code: 'EABORT' }, 'handed_over', true)).toBe('unknown')
})
