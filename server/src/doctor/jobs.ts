import { jobs } from '../jobs/jobs.ts'
import type { Check, Found } from './check.ts'

const minute = 60_000

interface Row {
  readonly name: string
  readonly well_at: Date
  readonly error: string | null
}

/** What is done by the clock: whether each job ended well lately. */
export const jobsCheck: Check = {
  name: 'jobs',
  needs: 'schema',
  async run({ database, now }) {
    return judgeJobs(await database.kysely.selectFrom('jobs').select(['name', 'well_at', 'error']).execute(), now())
  },
}

/** One without a row has never been due: no server of this version has run yet. */
export function judgeJobs(rows: readonly Row[], now: Date): Found {
  const late = jobs.flatMap(({ name, every }) =>
    rows.filter(row => row.name === name && now.getTime() - row.well_at.getTime() > 2 * every + 5 * minute),
  )
  if (late.length === 0) return { well: true, found: 'Each ended well when it was last due' }
  const reasons = late.map(({ name, well_at, error }) => {
    const since = well_at.toISOString().replace(/\.\d+Z$/, 'Z')
    return `"${name}" not since ${since}${error === null ? '' : `: ${error}`}`
  })
  const hint = late.some(({ error }) => error !== null) ? '' : '. Does Usher run?'
  return { well: false, found: `Some did not end well: ${reasons.join('; ')}${hint}`.replace(/\.$/, '') }
}
