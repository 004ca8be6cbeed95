import { expect, test } from 'vitest'
import { createAddressList, networkProblem } from './addresses.ts'

test.each([
  ['203.0.113.7', ['203.0.113.7', '::ffff:203.0.113.7'], ['203.0.113.8', '::1']],
  ['198.51.100.0/24', ['198.51.100.0', '198.51.100.255'], ['198.51.101.0']],
  ['2001:db8::/32', ['2001:db8::1', '2001:db8:ffff::'], ['2001:db9::1', '198.51.100.1']],
  ['0.0.0.0/0', ['203.0.113.7'], ['2001:db8::1']],
])('%s holds its own addresses and no others', (network, inside, outside) => {
  expect(networkProblem(network)).toBeNull()
  const holds = createAddressList([network])
  expect(inside.filter(address => !holds(address))).toEqual([])
  expect(outside.filter(holds)).toEqual([])
})

test.each([
  '',
  'example.com',
  '203.0.113',
  '203.0.113.7/33',
  '2001:db8::/129',
  '203.0.113.7/',
  '::ffff:203.0.113.7',
  'fe80::1%eth0',
  '10.0.0.0/8, 10.1.0.1',
])('%j is no address or network', text => expect(networkProblem(text)).toMatch(/^must be/))
