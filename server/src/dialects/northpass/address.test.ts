import type { IncomingHttpHeaders } from 'node:http'
import { expect, test } from 'vitest'
import { plainAddress } from './body.ts'

test.each<[string, string, string | undefined]>([
  ['/v2/courses', '/v2/courses', undefined],
  ['//v2//courses', '/v2/courses', undefined],
  ['/v1/people?api_key=k1', '/v1/people', 'k1'],
  ['/v2/people?page=2&api_key=k%2B1&limit=5', '/v2/people?page=2&limit=5', 'k+1'],
  ['/v2/people?API_KEY=k1', '/v2/people', 'k1'],
  ['/v2/people?api_key=', '/v2/people', undefined],
  ['/v2/people?api_key=%zz', '/v2/people', '%zz'],
  ['/v2?api_key=k1', '/v2', 'k1'],
  ['/v2/people?filter[name]=api_key=k1', '/v2/people?filter[name]=api_key=k1', undefined],
  // Addresses of others are theirs.
  ['/v20/people?api_key=k1', '/v20/people?api_key=k1', undefined],
  ['/api/v1//ping?api_key=k1', '/api/v1//ping?api_key=k1', undefined],
])('%s is read as %s', (url, plain, key) => {
  const headers: IncomingHttpHeaders = {}
  expect(plainAddress(url, headers)).toBe(plain)
  expect(headers['x-api-key']).toBe(key)
})

test('a key in a header counts for more than one in the address', () => {
  const headers = { 'x-api-key': 'header' }
  expect(plainAddress('/v2/people?api_key=address', headers)).toBe('/v2/people')
  expect(headers).toEqual({ 'x-api-key': 'header' })
})
