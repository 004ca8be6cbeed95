import { sql } from 'kysely'
import type { Check, Found } from './check.ts'

const hour = 60 * 60 * 1000
const shown = 5

interface Failing {
  readonly id: number
  readonly url: string
  readonly organization: string
  readonly isOff: boolean
  readonly isFull: boolean
}

/** Those that have taken nothing for an hour, those that were switched off for it, and those for which too much waits. */
export const webhooksCheck: Check = {
  name: 'webhooks',
  needs: 'schema',
  async run({ database, now }) {
    const { rows } = await sql<Failing>`
      select w.id, w.url, o.slug as organization, disabled_at is not null as "isOff", full_since is not null as "isFull"
      from webhooks w join organizations o on o.id = w.organization_id
      where (full_since is not null or failing_since <= ${new Date(now().getTime() - hour)}) and o.archived_at is null
      order by failing_since, w.id`.execute(database.kysely)
    return judgeWebhooks(rows)
  },
}

/** The whole address may hold a secret. */
export function judgeWebhooks(rows: readonly Failing[]): Found {
  if (rows.length === 0) return { well: true, found: 'None fails' }
  const list = rows
    .slice(0, shown)
    .map(
      ({ id, url, organization, isOff, isFull }) =>
        `${id} (${organization}, ${new URL(url).host}${isOff ? ', off' : ''}${isFull ? ', full' : ''})`,
    )
  const more = rows.length > shown ? `, and ${rows.length - shown} more` : ''
  const verb = rows.length === 1 ? 'fails' : 'fail'
  return { well: false, found: `${rows.length} ${verb}: ${list.join(', ')}${more}. Their deliveries say why` }
}
