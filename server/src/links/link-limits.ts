/** What limits a link, as it is sent: read and checked. */
import type { Problems } from '../lib/checks.ts'
import { textProblem } from '../lib/checks.ts'
import { normalizeEmail, trimUnseen } from '../lib/email.ts'
import { isBlank, tidyName } from '../lib/names.ts'
import { readMoment } from '../lib/read-moment.ts'
import type { LinkChanges } from './schema.ts'

/** The columns for what was sent, none for what was not; and what is wrong with it. */
export function readLimits({ name, max_uses, domains, needs_approval, expires_at }: LinkChanges, now: Date) {
  const hosts = domains?.map(readDomain)
  const expiresAt = expires_at == null ? expires_at : readMoment(expires_at)
  const problems: Problems = {
    name: name === undefined || isBlank(name) ? null : textProblem(name, 150),
    domains: hosts?.includes(null) ? 'must be what stands behind the @ of addresses, such as example.com' : null,
    expires_at: expiresAt && expiresAt <= now ? 'must lie in the future' : null,
  }
  const columns = {
    name: tidyName(name),
    max_uses,
    domains: hosts && [...new Set(hosts.filter(host => host !== null))],
    needs_approval,
    expires_at: expiresAt,
  }
  return { columns, problems }
}

/** As addresses have it: in lower case, and in ASCII. */
function readDomain(text: string): string | null {
  return normalizeEmail(`x@${trimUnseen(text).replace(/^@/, '')}`)?.slice(2) ?? null
}
