import { sql } from 'kysely'
import type { Check } from './check.ts'

const tolerance = 2000

/** Access begins and ends by this machine's clock; what the database dates itself goes by its own. */
export const clockCheck: Check = {
  name: 'clock',
  needs: 'database',
  async run({ database, now }) {
    const asked = now()
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(database.kysely)
    const drift = driftOf({ asked, told: (rows[0] as { at: Date }).at, answered: now() })
    const seconds = (Math.abs(drift) / 1000).toFixed(1)
    if (Math.abs(drift) <= tolerance) return { well: true, found: "This machine's and the database's agree" }
    const which = drift > 0 ? 'ahead of' : 'behind'
    return { well: false, found: `The database's is ${seconds} s ${which} this machine's: set both by NTP` }
  },
}

/** Milliseconds that the database is ahead, negative: behind. What the way there and back may explain is none. */
export function driftOf({ asked, told, answered }: Readonly<Record<'asked' | 'told' | 'answered', Date>>): number {
  if (told > answered) return told.getTime() - answered.getTime()
  return told < asked ? told.getTime() - asked.getTime() : 0
}
