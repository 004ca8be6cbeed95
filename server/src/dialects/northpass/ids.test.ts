import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromUuid, toUuid } from './ids.ts'

const anId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })

test('a UUID is of version 4, gives its id back, and is nothing of another kind', () => {
  fc.assert(
    fc.property(anId, id => {
      const uuid = toUuid('people', id)
      expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
      expect(fromUuid('people', uuid)).toBe(id)
      expect(fromUuid('people', uuid.toUpperCase())).toBe(id)
      expect(fromUuid('groups', uuid)).toBeNull()
    }),
  )
})

test('callers keep UUIDs for ever: these never change', () => {
  expect(toUuid('people', 6850)).toBe('06116555-3f15-4547-a600-000000001ac2')
  expect(toUuid('groups', 6529)).toBe('681a303d-4a67-405d-9b00-000000001981')
})

test('what is no UUID of ours is no id', () => {
  const mistyped = toUuid('people', 12).replace(/.$/, 'f')
  for (const text of [mistyped, '', 'x', '12', 12, null, undefined, {}, '00000000-0000-4000-8000-000000000001'])
    expect(fromUuid('people', text)).toBeNull()
})
