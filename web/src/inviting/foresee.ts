/** What would become of each who is invited together with others: the plan of them all, told one by one. Pure. */
import type { ApiError } from '../api/errors.ts'
import { isProblem, readElementProblem } from '../api/errors.ts'
import type { Plan } from '../plan/read-plan.ts'

export type Fate = 'new' | 'known' | 'invited' | 'waits' | 'noAddress' | 'refused'

export interface Foreseen {
  fate: Fate
  error: ApiError | null
}

/** One for each element that was sent, in their order. */
export function foresee({ changes, results = [] }: Pick<Plan, 'changes' | 'results'>): Foreseen[] {
  const invited = changes
    .filter(({ action, kind }) => action === 'create' && kind === 'invitation')
    .map(({ after }) => userOf(after))
    .values()
  const joining = new Set(changes.flatMap(({ action, kind, after }) => joiningOf(`${action} ${kind}`, after)))
  return results.map(result => {
    if (!isProblem(result)) return { fate: joining.has(invited.next().value) ? 'new' : 'known', error: null }
    const error = readElementProblem(result)
    return { fate: fateOf(error), error }
  })
}

/** How many seats are left of what they are to get, before anybody is invited; null: it comes from no seats. */
export function seatsLeft({ seats = [] }: Pick<Plan, 'seats'>, foreseen: readonly Foreseen[]): number | null {
  const left = seats.map(({ before: { quantity, used } }) => quantity - used)
  if (left.length > 0) return Math.min(...left)
  return foreseen.some(({ fate }) => fate === 'waits') ? 0 : null
}

function joiningOf(what: string, after: unknown): unknown[] {
  return what === 'create membership' ? [userOf(after)] : []
}

function userOf(row: unknown): unknown {
  return (row as { user_id?: unknown } | null)?.user_id
}

function fateOf({ faults, fields }: ApiError): Fate {
  if (faults.includes('no_seats_left')) return 'waits'
  if (faults.includes('already_invited')) return 'invited'
  return 'email' in fields ? 'noAddress' : 'refused'
}
