import { sql } from 'kysely'
import type { Check } from './check.ts'

/** It is noted within a minute, as long as a server runs. */
const lateAfter = 5 * 60 * 1000

/** Whether the ends of access are noted in the log, and seats freed: the clock alone does not do it. */
export const accessEndsCheck: Check = {
  name: 'access ends',
  needs: 'schema',
  async run({ database, now }) {
    const { rows } = await sql<{ late: number }>`
      select count(*)::int as late from enrollments
      where revoked_at is null and (end_noted_at is null or end_noted_at < ends_at)
        and ends_at <= ${new Date(now().getTime() - lateAfter)}`.execute(database.kysely)
    const { late } = rows[0] as { late: number }
    if (late === 0) return { well: true, found: 'Each is noted' }
    return { well: false, found: `${late} ${late === 1 ? 'was' : 'were'} not noted within 5 minutes: does Usher run?` }
  },
}
