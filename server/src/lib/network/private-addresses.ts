/** IP addresses that are nobody's on the internet: this machine, its network, and those that are set aside. */
import { isIPv6 } from 'node:net'
import { createAddressList } from './addresses.ts'

export const loopback = ['127.0.0.0/8', '::1']
export const isLoopback = createAddressList(loopback)

/** Whether an address leads to this machine alone. */
function isOfThisMachine(url: string): boolean {
  const name = new URL(url).hostname.replace(/^\[|\]$/g, '')
  return name === 'localhost' || isLoopback(name)
}

/** Whom we call at addresses that others chose, besides the internet: this machine, where Usher is tried on it. */
export function reachOf(config: { readonly publicUrl: string; readonly webhookPrivateAddresses: boolean }) {
  return { loopback: isOfThisMachine(config.publicUrl), private: config.webhookPrivateAddresses }
}

/** Networks that are one's own: a house's, a company's, those between containers. */
export const ownNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10']

/** Loopback among them. */
export function isPrivate(address: string): boolean {
  return isIPv6(address) ? isPrivateOfSix(address) : isPrivateOfFour(address)
}

const isPrivateOfFour = createAddressList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16', // where clouds answer questions about the machine
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
])

/** All but what is given out, 2000::/3; and in it, what carries an IPv4 address or is for examples. */
const isPrivateOfSix = createAddressList([
  '::/3',
  '4000::/2',
  '8000::/1',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
])
