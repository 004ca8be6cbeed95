import { pendingMigrations } from '../db/migrate.ts'
import type { Check } from './check.ts'

/** Whether the database has this version's schema. */
export const schemaCheck: Check = {
  name: 'schema',
  needs: 'database',
  async run({ database }) {
    const pending = await pendingMigrations(database)
    if (pending.length === 0) return { well: true, found: 'Up to date' }
    return { well: false, found: `Still to come: ${pending.join(', ')}. \`usher migrate\` or a start does it` }
  },
}
