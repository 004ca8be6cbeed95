/** No screen speaks as the API does: not in its own texts, and not in what it shows of a problem. */
import { expect, test } from 'vitest'
import { readProblem } from '../../api/errors.ts'
import * as en from '../../text/en/index.ts'
import { text } from '../../text/en/text.ts'
import { sayProblem } from './problem.tsx'

const sources = import.meta.glob<string>(
  ['../../../../server/src/**/*.ts', '!../../../server/src/**/*.test.ts', '!../../../server/src/**/*.gen.ts'],
  { query: '?raw', import: 'default', eager: true },
)
const codes = [
  ...(sources['../../../../server/src/http/errors/error-codes.ts'] ?? '').matchAll(
    /^ {2}(\w+): \{\n {4}status: (\d+)/gm,
  ),
].map(([, code = '', status]) => ({ code, status: Number(status) }))

const ofPrograms = /\/api\/|X-API-Key|Bearer|`|\b(?:GET|POST|PATCH|DELETE) \//i

test('no text of the screens names an address or a header of the API, but for those about connecting', () => {
  const { connect: _, ...others } = en
  const texts = listTexts({ text, ...others })
  expect(texts.length).toBeGreaterThan(1000)
  expect(texts.filter(said => /\/api\/|X-API-Key/i.test(said))).toEqual([])
})

test('a session that is over is said in the words of the screens', () => {
  const detail = 'Send an API key, as X-API-Key or as a Bearer token.'
  expect(say('unauthenticated', 401, { detail })).toBe(text.errors.unauthenticated)
})

test('whatever the server says of a problem, people are told without calls and headers', () => {
  const sentences = Object.values(sources).flatMap(source =>
    [...source.matchAll(/'((?:[^'\\\n]|\\.){12,})'|`((?:[^`\\]|\\.){12,})`/g)]
      .map(([, quoted, template]) => quoted ?? template?.replaceAll('\\`', '`') ?? '')
      .filter(said => said.includes(' ')),
  )
  expect(sentences.length).toBeGreaterThan(1000)
  expect(codes.length).toBeGreaterThan(15)
  const faults = codes.flatMap(({ code, status }) =>
    sentences.flatMap(message => [
      say(code, status, { detail: message }),
      say(code, status, { errors: [{ field: 'name', message }] }),
    ]),
  )
  expect([...new Set(faults.filter(said => said.trim() === '' || ofPrograms.test(said)))]).toEqual([])
})

test('what the server explains about a thing is still said', () => {
  const say409 = (detail: string) => say('conflict', 409, { detail })
  expect(say409('No seat is left.')).toBe('No seat is left.')
  expect(say409('Operation 7 is an order, which is not undone: POST /api/orders/7/refund takes it back.')).toBe(
    'Operation 7 is an order, which is not undone.',
  )
  expect(say('forbidden', 403, { detail: 'The role owner is more than you may do yourself.' })).toMatch(
    /^The role owner/,
  )
})

test('a permission is said in words, wherever a sentence names one', () => {
  expect(say('forbidden', 403, { detail: 'This takes the permission organizations.create.' })).toBe(
    'This takes the permission “Make organizations below”.',
  )
  expect(say('forbidden', 403, { errors: [{ field: 'id', message: 'takes the permission provision' }] })).toBe(
    'id takes the permission “Provision: make accounts, give seats and courses, all in one call”',
  )
  const sentences = [
    en.shell.needs('groups.create'),
    ...['not_permitted', 'lacks_permission', 'permission_required'].map(code =>
      en.log.problem(code, '', 'groups.create'),
    ),
  ]
  expect(sentences.filter(said => !said.includes('“Make groups”'))).toEqual([])
  expect(en.log.problem('not_permitted', 'role', 'manager')).toBe(
    'The role “Manager” allows more than the key or the person may do.',
  )
})

function say(code: string, status: number, problem: object): string {
  return sayProblem(readProblem(new Response(null, { status }), { code, ...problem }))
}

/** A text that is made of others, by its source. */
function listTexts(texts: unknown): string[] {
  if (typeof texts === 'object' && texts !== null) return Object.values(texts).flatMap(listTexts)
  return [String(texts)]
}
