import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DoubledKey, readJson } from './read-json.ts'

test('what names each key once is read as it is', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(3), (text, indent) => {
      const value: unknown = JSON.parse(text)
      expect(readJson(text)).toEqual(value)
      expect(readJson(JSON.stringify(value, null, indent))).toEqual(value)
    }),
  )
  expect(readJson('{"a:b":"c:\\"d\\\\","e":[{"f":":"},{"f":{}}]}')).toEqual({
    'a:b': 'c:"d\\',
    e: [{ f: ':' }, { f: {} }],
  })
  expect(readJson(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).toHaveLength(1)
})

test.each([
  ['{"courses":["ielts"],"courses":["gmat"]}', 'courses'],
  ['{"courses":["ielts"], "co\\u0075rses" : ["gmat"]}', 'courses'],
  ['{"user":{"email":"a","tags":[],"email":"b"}}', 'user.email'],
  ['[{"a":1},{"b":[{"c":1,"d":"}","c":2}]}]', '1.b.0.c'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"a":1,"a":1}', 'a'],
])('a key that is there twice is named: %s', (text, path) => {
  expect(() => readJson(text)).toThrow(expect.objectContaining({ constructor: DoubledKey, path }))
})

test('what is no JSON is none', () => {
  for (const text of ['', '{', '{"a":1,}', 'x']) expect(() => readJson(text)).toThrow(SyntaxError)
})
