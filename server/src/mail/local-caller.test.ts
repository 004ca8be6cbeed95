import { expect, test } from 'vitest'
import { isLocalCaller } from './local-caller.ts'

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.168.1.20', false],
  ['::ffff:10.0.0.1', false],
  ['127.0.0.1.example.com', false],
  ['', false],
])('a caller from %s', (remoteAddress, local) => {
  expect(isLocalCaller({ headers: { host: 'localhost:3000' }, socket: { remoteAddress } })).toBe(local)
})

test('a caller who names no host', () => {
  const socket = { remoteAddress: '127.0.0.1' }
  expect(isLocalCaller({ headers: {}, socket })).toBe(false)
  expect(isLocalCaller({ headers: { host: '' }, socket })).toBe(false)
})
