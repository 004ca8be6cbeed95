/** Whether an enrollment is what its grants add up to: the law that the engine keeps, for whoever checks it. */
import type { Enrollment } from '../rows/person.ts'
import { type Ends, type Foldable, foldGrants, type Run, runAt } from './fold.ts'

/** The dates of an enrollment, as its grants decide them. */
export type Folded = Pick<Enrollment, 'startsAt' | 'endsAt' | 'revokedAt' | 'endNotedAt'>

/** What the grants make of it at `now`, where it is something else; null: it is as it should be. */
export function findFold(stored: Folded, grants: readonly Foldable[], now: Date, ends?: Ends): Folded | null {
  const runs = foldGrants(grants, ends)
  const run = runAt(runs, now)
  if (!run) return stored.revokedAt ? null : { ...stored, revokedAt: lastRevocation(grants) ?? now }
  const folded = { ...stored, ...run, revokedAt: null }
  if (stored.revokedAt) return folded
  if (isSame(stored, run)) return null
  // One whose end has come goes on to what was granted for later when its end is noted, which is still to be done.
  return isEndDue(stored, now) && runs.some(other => isSame(stored, other)) ? null : folded
}

function lastRevocation(grants: readonly Foldable[]): Date | null {
  const moments = grants.flatMap(({ revokedAt }) => revokedAt?.getTime() ?? [])
  return moments.length > 0 ? new Date(Math.max(...moments)) : null
}

function isSame(one: Run, other: Run): boolean {
  return one.startsAt.getTime() === other.startsAt.getTime() && one.endsAt?.getTime() === other.endsAt?.getTime()
}

function isEndDue({ endsAt, endNotedAt }: Folded, now: Date): boolean {
  return endsAt !== null && endsAt <= now && (endNotedAt === null || endNotedAt < endsAt)
}
