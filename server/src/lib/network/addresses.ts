/** Lists of IP addresses and networks, such as `203.0.113.7`, `198.51.100.0/24` or `2001:db8::/32`. */
import { BlockList, isIP } from 'node:net'

/** What is wrong with an entry of such a list, as the end of a sentence; null: nothing. */
export function networkProblem(text: string): string | null {
  if (parse(text)) return null
  return 'must be IP addresses or networks, such as 203.0.113.7, 198.51.100.0/24 or 2001:db8::/32'
}

/** Tells whether an address is in a list whose entries have no problem. */
export function createAddressList(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const parsed = parse(network)
    if (parsed) list.addSubnet(parsed.address, parsed.bits, parsed.family)
  }
  return address => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function parse(text: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [, address = '', length] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  const family = isIP(address)
  // An IPv4 address in the clothes of IPv6 is written as what it is: callers are compared by that.
  if (family === 0 || (family === 6 && address.includes('.'))) return null
  const most = family === 4 ? 32 : 128
  const bits = length === undefined ? most : Number(length)
  return bits > most ? null : { address, bits, family: family === 4 ? 'ipv4' : 'ipv6' }
}
