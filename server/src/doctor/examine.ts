/** All checks, in the order in which they make sense: what cannot be looked at is said, and never stops the others. */
import { explainFailure } from '../cli/explain-failure.ts'
import { accessEndsCheck } from './access-ends.ts'
import type { Check, Examined, Fault, Found, LedgerCheck } from './check.ts'
import { clockCheck } from './clock.ts'
import { creditsCheck } from './credits.ts'
import { databaseCheck } from './database.ts'
import { enrollmentsCheck } from './enrollments.ts'
import { identityProvidersCheck } from './identity-providers.ts'
import { jobsCheck } from './jobs.ts'
import { keysCheck } from './keys.ts'
import { mailServerCheck } from './mail-server.ts'
import { mailsCheck } from './mails.ts'
import { schemaCheck } from './schema.ts'
import { seatGrantsCheck } from './seat-grants.ts'
import { seatHoldersCheck } from './seat-holders.ts'
import { seatsCheck } from './seats.ts'
import { settingsCheck } from './settings.ts'
import { webhooksCheck } from './webhooks.ts'

/** In the order in which they are repaired: counts first, since what the engine then does is counted on top of them. */
export const ledgerChecks = [seatsCheck, creditsCheck, enrollmentsCheck, seatHoldersCheck, seatGrantsCheck] as const

/** How many faults are kept to be shown. */
const kept = 1000

export interface Examination {
  readonly checks: readonly Line[]
  readonly faults: readonly Fault[]
  /** How many more there are. */
  readonly left: number
}

export interface Line {
  readonly check: string
  readonly state: 'well' | 'wrong' | 'not checked'
  readonly found: string
}

export async function examine(examined: Examined): Promise<Examination> {
  const faults: Fault[] = []
  let count = 0
  const keep = (fault: Fault) => {
    count++
    if (faults.length < kept) faults.push(fault)
  }
  const checks: readonly Check[] = [
    databaseCheck,
    schemaCheck,
    clockCheck,
    mailServerCheck,
    mailsCheck,
    jobsCheck,
    accessEndsCheck,
    webhooksCheck,
    identityProvidersCheck,
    ...ledgerChecks.map(check => asCheck(check, keep)),
    keysCheck,
    settingsCheck,
  ]
  const lines: Line[] = []
  const lacks = (name: string) => lines.some(line => line.check === name && line.state !== 'well')
  for (const check of checks) {
    const isMissing =
      (check.needs !== 'nothing' && lacks(databaseCheck.name)) || (check.needs === 'schema' && lacks(schemaCheck.name))
    lines.push(
      isMissing
        ? { check: check.name, state: 'not checked', found: `Needs the ${check.needs}` }
        : await look(check, examined),
    )
  }
  return { checks: lines, faults, left: count - faults.length }
}

async function look(check: Check, examined: Examined): Promise<Line> {
  const { well, found } = await check.run(examined).catch(unforeseen)
  return { check: check.name, state: well ? 'well' : 'wrong', found }
}

function unforeseen(error: unknown): Found {
  return { well: false, found: `Cannot be checked: ${explainFailure(error).lines.join(' ')}`.replace(/\.$/, '') }
}

function asCheck({ name, well, wrong, find }: LedgerCheck, keep: (fault: Fault) => void): Check {
  return {
    name,
    needs: 'schema',
    async run(examined) {
      let count = 0
      let lost = 0
      for await (const fault of find(examined)) {
        keep(fault)
        count++
        if (!fault.after) lost++
      }
      const needsYou = lost > 0 ? `; ${lost} of them ${lost === 1 ? 'is' : 'are'} left to you` : ''
      return { well: count === 0, found: count === 0 ? well : wrong(count) + needsYou }
    },
  }
}
