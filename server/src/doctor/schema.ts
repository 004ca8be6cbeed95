import { pendingMigrations, strangeMigrations } from '../db/migrate.ts'
import type { Check } from './check.ts'

/** Whether the database has this version's schema. */
export const schemaCheck: Check = {
  name: 'schema',
  needs: 'database',
  async run({ database }) {
    const strange = await strangeMigrations(database)
    if (strange.length > 0)
      return {
        well: false,
        found: `The database is newer than this program: it has ${strange.join(', ')}. Use the newer one`,
      }
    const pending = await pendingMigrations(database)
    if (pending.length === 0) return { well: true, found: 'Up to date' }
    return { well: false, found: `Still to come: ${pending.join(', ')}. \`usher migrate\` or a start does it` }
  },
}
