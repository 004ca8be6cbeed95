/** The record by which a domain is shown to be somebody's. */
import { randomBytes } from 'node:crypto'
import { Resolver } from 'node:dns/promises'

/** At a label of its own, so that it stands in nobody's way. */
export const recordName = (domain: string) => `_usher.${domain}`
export const recordValue = (token: string) => `usher-domain=${token}`
export const newToken = () => randomBytes(20).toString('base64url')

/** Whether the record says so: null where no name server could tell. */
export type LookForRecord = (domain: string, token: string) => Promise<boolean | null>

/** Asks name servers itself: these, or those of the system. */
export function createRecordLooker(servers: readonly string[]): LookForRecord {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  return async (domain, token) => {
    try {
      const records = await resolver.resolveTxt(recordName(domain))
      return records.some(parts => parts.join('').trim() === recordValue(token))
    } catch (error) {
      return ['ENOTFOUND', 'ENODATA'].includes((error as NodeJS.ErrnoException).code ?? '') ? false : null
    }
  }
}

/** Whether what a domain's row says is there. */
export function lookFor(
  look: LookForRecord,
  { name, record }: { readonly name: string; readonly record: { readonly value: string } },
): Promise<boolean | null> {
  return look(name, record.value.slice(record.value.indexOf('=') + 1))
}
