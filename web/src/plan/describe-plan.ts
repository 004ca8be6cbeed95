/** A plan in words: a line for each thing that is made, changed or taken away. */
import { text } from '../text/text.ts'
import { words } from '../text/words.ts'
import { type Changes, coursePair, rowOf, sayChanges } from './say-change.ts'

export interface Line {
  what: string
  /** What becomes of its fields. */
  changes: string[]
}

/** Moments are told in the time zone. `say` words a line: of what would be, or of what was. */
export function describePlan(plan: Changes, timeZone: string, say: typeof words.plan.line = words.plan.line): Line[] {
  const { changes, seats = [], names = [] } = plan
  const wordsOf = sayChanges(plan, timeZone)
  const given = new Set(
    changes
      .filter(({ action, kind }) => action === 'create' && kind === 'grant')
      .map(({ after }) => coursePair(rowOf(after))),
  )
  // What is given is told as that: the enrollment that comes of it says nothing more.
  const isTold = ({ action, kind, after }: (typeof changes)[number]) =>
    kind === 'enrollment' && action === 'create' && given.has(coursePair(rowOf(after)))
  const lines = changes
    .filter(change => !isTold(change))
    .map(({ action, kind, before, after }) => ({
      what: say(action, kind, wordsOf(before, after)),
      changes: action === 'update' ? describeChanges(before, after, timeZone) : [],
    }))
  const counts = seats.map(({ product, used, quantity }) => ({
    what: words.plan.seats(
      names.find(({ kind, key }) => kind === 'product' && key === product)?.name ?? product,
      used,
      quantity,
    ),
    changes: [],
  }))
  return [...lines, ...counts]
}

function describeChanges(before: unknown, after: unknown, timeZone: string): string[] {
  const earlier = (before ?? {}) as Record<string, unknown>
  return Object.entries((after ?? {}) as Record<string, unknown>)
    .filter(([field, value]) => !unsaid.test(field) && JSON.stringify(value) !== JSON.stringify(earlier[field]))
    .map(([field, value]) =>
      words.plan.change(field.replaceAll('_', ' '), write(earlier[field], timeZone), write(value, timeZone)),
    )
}

/** Ids and stamps say nothing to a person. */
const unsaid = /^(?:id|.*_ids?|updated_at)$/

function write(value: unknown, timeZone: string): string {
  if (value === null || value === undefined || value === '') return words.plan.none
  if (typeof value !== 'string') return JSON.stringify(value)
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return value
  return new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    Date.parse(value),
  )
}
