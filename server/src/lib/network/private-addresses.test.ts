import { expect, test } from 'vitest'
import { isLoopback, isPrivate } from './private-addresses.ts'

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
  ...['255.255.255.255', '224.0.0.1', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fd00::1'],
  ...['ff02::1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:1::', '2001:db8::1'],
])('%s is nobody’s on the internet', address => expect(isPrivate(address)).toBe(true))

test.each(['8.8.8.8', '172.32.0.1', '93.184.215.14', '2606:4700::1111', '2a00:1450::1'])('%s is somebody’s', address =>
  expect(isPrivate(address)).toBe(false),
)

test('only this machine is loopback', () => {
  const addresses = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '10.0.0.1', '8.8.8.8', '127.example', '']
  expect(addresses.filter(isLoopback)).toEqual(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
})
