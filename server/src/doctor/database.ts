import { sql } from 'kysely'
import { explainDatabase } from '../cli/explain-failure.ts'
import type { Check, Found } from './check.ts'

const oldest = 15

/** Whether it answers, and which it is. */
export const databaseCheck: Check = {
  name: 'database',
  needs: 'nothing',
  async run({ database }) {
    try {
      const { rows } = await sql<{ version: string; number: number }>`
        select current_setting('server_version') as version, current_setting('server_version_num')::int as number`.execute(
        database.kysely,
      )
      return judgeVersion(rows[0] as { version: string; number: number })
    } catch (error) {
      const found = explainDatabase(error) ?? (error as Error).message
      return { well: false, found: found.replace(/\.$/, '') }
    }
  },
}

/** `number` is such as 180001. */
export function judgeVersion({ version, number }: { version: string; number: number }): Found {
  const well = number >= oldest * 10_000
  return { well, found: `PostgreSQL ${version}${well ? '' : `: Usher needs ${oldest} or newer`}` }
}
