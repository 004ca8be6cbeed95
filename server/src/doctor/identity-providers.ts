import { listSwitchedOn, type ProviderRow } from '../identity-providers/queries.ts'
import type { Check, Found } from './check.ts'

const shown = 5
/** Two minutes are let pass, before and after. */
const mostSkewMs = 60_000

type Looked = Pick<ProviderRow, 'id' | 'organization' | 'warning' | 'keys_warning' | 'clock_skew_ms'>

/** By which nobody will come in before long: a certificate ends, or a clock goes away from ours. */
export const identityProvidersCheck: Check = {
  name: 'providers',
  needs: 'schema',
  async run({ config, database }) {
    return judgeProviders(await listSwitchedOn(database.kysely, config))
  },
}

export function judgeProviders(rows: readonly Looked[]): Found {
  const found = rows.flatMap(({ id, organization, warning, keys_warning, clock_skew_ms: skew }) => {
    const faults = [
      ...(warning ? [sayEnd('its last certificate', warning)] : []),
      ...(keys_warning ? [sayEnd('our key', keys_warning)] : []),
      ...(skew !== null && Math.abs(skew) >= mostSkewMs ? [`its clock is ${Math.round(skew / 1000)} seconds off`] : []),
    ]
    return faults.length > 0 ? [`${id} (${organization}): ${faults.join(', ')}`] : []
  })
  if (found.length === 0) return { well: true, found: 'No certificate ends within 60 days' }
  const more = found.length > shown ? `; and ${found.length - shown} more` : ''
  return { well: false, found: `${found.slice(0, shown).join('; ')}${more}` }
}

function sayEnd(what: string, { within_days, ends_at }: NonNullable<ProviderRow['warning']>): string {
  const day = ends_at.toISOString().slice(0, 10)
  return within_days === 0 ? `${what} ended ${day}` : `${what} ends ${day}`
}
