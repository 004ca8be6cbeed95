import { compareMigrations, explainForeign } from '../db/migrate.ts'
import type { Check } from './check.ts'

/** Whether the database has this version's schema. */
export const schemaCheck: Check = {
  name: 'schema',
  needs: 'database',
  async run({ database }) {
    const compared = await compareMigrations(database)
    const foreign = explainForeign(compared)
    if (foreign) return { well: false, found: foreign }
    const { pending } = compared
    if (pending.length === 0) return { well: true, found: 'Up to date' }
    return { well: false, found: `Still to come: ${pending.join(', ')}. \`usher migrate\` or a start does it` }
  },
}
