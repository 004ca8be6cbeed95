import { showMoment } from '../cli/table.ts'
import type { Check } from './check.ts'

const days = 14
const shown = 5

/** Whose callers will soon be refused. */
export const keysCheck: Check = {
  name: 'keys',
  needs: 'schema',
  async run({ database, now }) {
    const until = new Date(now().getTime() + days * 24 * 60 * 60 * 1000)
    const rows = await database.kysely
      .selectFrom('keys')
      .innerJoin('organizations', 'organizations.id', 'keys.organization_id')
      .select(['keys.prefix', 'keys.name', 'keys.expires_at', 'organizations.slug'])
      .where('keys.revoked_at', 'is', null)
      .where('organizations.archived_at', 'is', null)
      .where('keys.expires_at', '>', now())
      .where('keys.expires_at', '<=', until)
      .orderBy('keys.expires_at')
      .execute()
    if (rows.length === 0) return { well: true, found: `None expires within ${days} days` }
    const lines = rows
      .slice(0, shown)
      .map(row => `${row.prefix} (${row.name}, ${row.slug}) ${showMoment(row.expires_at as Date)}`)
    const more = rows.length > shown ? `, and ${rows.length - shown} more` : ''
    return {
      well: false,
      found: `${rows.length} ${rows.length === 1 ? 'expires' : 'expire'} within ${days} days: ${lines.join(', ')}${more}`,
    }
  },
}
