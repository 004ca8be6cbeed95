import { expect, test } from 'vitest'
import { networkOf, readAddress } from './network-address.ts'

test.each([
  ['203.0.113.7', '203.0.113.7', '203.0.113.7'],
  [' 203.0.113.7:5678 ', '203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.7'],
  ['0:0:0:0:0:FFFF:cb00:7107', '203.0.113.7', '203.0.113.7'],
  ['[::ffff:203.0.113.7]:443', '203.0.113.7', '203.0.113.7'],
  ['fe80::1%eth0', 'fe80::1', 'fe80:0:0:0'],
  ['[2001:DB8::6]', '2001:db8::6', '2001:db8:0:0'],
  ['[2001:db8:0:0::6]:8080', '2001:db8::6', '2001:db8:0:0'],
  ['2001:0db8:0000:0000:1:2:3:4', '2001:db8::1:2:3:4', '2001:db8:0:0'],
  ['2001:db8::1:2:3.4.5.6', '2001:db8::1:2:304:506', '2001:db8:0:0'],
  ['::1', '::1', '0:0:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2::', '2001:db8:1:2'],
])('%s is the address %s, of the network %s', (text, address, network) => {
  expect(readAddress(text)).toBe(address)
  expect(networkOf(text)).toBe(network)
})

test.each(['', 'unknown', '"', '1.2.3', '1.2.3.4.5', '[1.2.3.4]', '_hidden', '::1::', '1.2.3.4:port', 'x:1', '[', '%'])(
  '%s is none',
  text => {
    expect(readAddress(text)).toBeNull()
    expect(networkOf(text)).toBe('nowhere')
  },
)
