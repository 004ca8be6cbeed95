/** A plan in words: a line for each thing that is made, changed or taken away. */
import { locale } from '../text/language.ts'
import { words } from '../text/words.ts'
import { leaveOutTold } from './leave-out.ts'
import { type Changes, rowOf, sayChanges } from './say-change.ts'

export interface Line {
  what: string
  /** What becomes of its fields. */
  changes: string[]
  /** Of the log: it was taken back since. */
  isUndone?: boolean
}

/** Moments are told in the time zone. `say` words a line: of what would be, or of what was. */
export function describePlan(plan: Changes, timeZone: string, say: typeof words.plan.line = words.plan.line): Line[] {
  const { changes, seats = [], names = [] } = plan
  const wordsOf = sayChanges(plan, timeZone)
  const lines = leaveOutTold(changes).map(({ action, kind, before, after, undone }) => ({
    ...(undone && { isUndone: true }),
    what: say(action, kind, wordsOf(before, after)),
    changes: listChanges({ action, kind, before, after }, timeZone),
  }))
  const counts = seats.map(({ product, used, quantity, before }) => ({
    what: words.plan.seats(
      names.find(({ kind, key }) => kind === 'product' && key === product)?.name ?? product,
      used,
      quantity,
    ),
    changes: [words.plan.seatsLeft(before.quantity - before.used, quantity - used)],
  }))
  return [...lines, ...counts]
}

function listChanges({ action, kind, before, after }: Changes['changes'][number], timeZone: string): string[] {
  if (kind === 'merge') return sumUp(after)
  if (action !== 'update') return []
  return rowOf(after).erased === true ? words.plan.erased : describeChanges(kind, before, after, timeZone)
}

/** What a merge comes to: how many of what change hands. */
function sumUp(after: unknown): string[] {
  const counts = Object.entries(rowOf(after)).filter(([field, n]) => !['user', 'with'].includes(field) && Number(n) > 0)
  return counts.map(([field, n]) => words.plan.part(words.plan.field(field), String(n)))
}

function describeChanges(kind: string, before: unknown, after: unknown, timeZone: string): string[] {
  const earlier = rowOf(before)
  const isSaid = (field: string) => unsaid.test(field) || (inSentence[kind]?.test(field) ?? false)
  return Object.entries(rowOf(after))
    .filter(([field, value]) => !isSaid(field) && JSON.stringify(value) !== JSON.stringify(earlier[field]))
    .map(([field, value]) => {
      const called = words.plan.field(field)
      const say = (value: unknown) => write(words.plan.value(kind, field, value), timeZone)
      return isLong.test(field)
        ? words.plan.listChange(
            called,
            listWithout(value, earlier[field]).map(say),
            listWithout(earlier[field], value).map(say),
          )
        : words.plan.change(called, say(earlier[field]), say(value))
    })
}

/** Of which only what comes and what goes is said. */
const isLong = /^(?:scopes|permissions)$/

function listWithout(list: unknown, others: unknown): unknown[] {
  return asList(list).filter(one => !asList(others).includes(one))
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** Ids and stamps say nothing to a person. */
const unsaid = /^(?:id|.*_ids?|updated_at|archived_at|revoked_at)$/

/** What the sentence itself tells already. */
const inSentence: Readonly<Record<string, RegExp>> = {
  membership: /^(?:role|suspended_at|invited_at)$/,
  team_member: /^role$/,
  enrollment: /_at$/,
  grant: /^revoked_(?:at|reason)$/,
  claim: /_at$/,
  order: /^state$|_at$/,
  order_line: /^refunded_/,
  invitation: /^(?:accepted|withdrawn|lapsed)_at$/,
  link_join: /_at$/,
}

function write(value: unknown, timeZone: string): string {
  if (value === null || value === undefined || value === '') return words.plan.none
  if (typeof value === 'boolean') return value ? words.ui.yes : words.ui.no
  if (Array.isArray(value)) return value.map(one => write(one, timeZone)).join(', ') || words.plan.none
  if (typeof value === 'object') return writePeriod(value as Record<string, unknown>, timeZone)
  if (typeof value !== 'string') return String(value)
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return value
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    Date.parse(value),
  )
}

/** How long access lasts, or anything else that has parts. */
function writePeriod(value: Record<string, unknown>, timeZone: string): string {
  const { months, days, until } = value
  if (typeof months === 'number') return words.access.forMonths(months)
  if (typeof days === 'number') return words.access.forDays(days)
  if (typeof until === 'string') return words.access.untilDay(write(until, timeZone))
  return Object.entries(value)
    .map(([field, part]) => words.plan.part(words.plan.field(field), write(part, timeZone)))
    .join(', ')
}
