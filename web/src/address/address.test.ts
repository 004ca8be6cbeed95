import { expect, test } from 'vitest'
import { listAddressOf, parseSearch, stringifySearch } from './address.ts'

test('what is looked for stays a text, whatever it looks like', () => {
  const written = { search: '007', sort: '-name', team: '4160', note: 'true' }
  expect(parseSearch(stringifySearch(written))).toEqual(written)
  expect(parseSearch('?search=a%20b&tag=%22x%22')).toEqual({ search: 'a b', tag: '"x"' })
})

test('nothing chosen leaves nothing in the address', () => {
  expect(stringifySearch({ search: '', sort: undefined, team: null })).toBe('')
})

test("a page's address holds what the page knows, and nothing that somebody wrote beside it", () => {
  expect(listAddressOf('role')({ role: 'admin', search: 'jane', columns: '', other: 'x' })).toEqual({
    role: 'admin',
    search: 'jane',
  })
})
