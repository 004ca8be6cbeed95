/** What a name stands for on the internet. */
import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'

/**
 * Asks name servers itself: the system's way takes one of the few threads on which passwords are hashed too, for as long as
 * somebody's name server says nothing. What only this machine knows by name is not found. Throws what went wrong.
 */
export function createLookUp(servers?: readonly string[]): (name: string) => Promise<LookupAddress[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  if (servers) resolver.setServers(servers)
  return async name => {
    if (/(?:^|\.)localhost\.?$/i.test(name)) return [{ address: '127.0.0.1', family: 4 }]
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = [
      ...(four.status === 'fulfilled' ? four.value.map(address => ({ address, family: 4 })) : []),
      ...(six.status === 'fulfilled' ? six.value.map(address => ({ address, family: 6 })) : []),
    ]
    if (found.length === 0 && four.status === 'rejected') throw four.reason
    return found
  }
}
