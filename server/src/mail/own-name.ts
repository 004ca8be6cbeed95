import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

export interface Names {
  readonly publicUrl: string
  readonly mailFrom: string
}

/**
 * What Usher calls itself when it greets a mail server: many take no mail from who greets without a full name, which the
 * machine alone often has not, in a container for one. Undefined: nothing has one.
 */
export function ownName(hostName: string, { publicUrl, mailFrom }: Names): string | undefined {
  const domain = domainToASCII(/@([^>@]+)>?\s*$/.exec(mailFrom)?.[1]?.trim() ?? '')
  return [hostName, new URL(publicUrl).hostname, domain].find(isFullName)
}

function isFullName(name: string): boolean {
  return /^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(name) && isIP(name) === 0
}
