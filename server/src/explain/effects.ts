/** What each grant adds to those before it: the fold, looked at step by step. Pure. */
import { foldGrants } from '../provisioning/decide/fold.ts'
import type { Grant } from '../provisioning/rows/person.ts'

export interface Effect {
  readonly from: Date
  /** Null: for ever. */
  readonly until: Date | null
}

/** By grant id; none for a grant that is revoked or adds nothing. `grants` in the order in which they begin. */
export function effectsOf(grants: readonly Grant[]): Map<number, Effect> {
  const effects = new Map<number, Effect>()
  const standing = grants.filter(grant => !grant.revokedAt)
  for (const [index, grant] of standing.entries()) {
    const before = foldGrants(standing.slice(0, index)).at(-1)
    const after = foldGrants(standing.slice(0, index + 1)).at(-1)
    if (!after) continue
    const isNew = before === undefined || before.startsAt.getTime() !== after.startsAt.getTime()
    if (!isNew && before.endsAt?.getTime() === after.endsAt?.getTime()) continue
    const goesOn = !isNew && before.endsAt !== null && grant.renewal !== 'replace'
    effects.set(grant.id, { from: goesOn ? (before.endsAt as Date) : grant.startsAt, until: after.endsAt })
  }
  return effects
}
