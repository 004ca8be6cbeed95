/** Whom and what a change is about, in words: a plan names them by ids, and says besides what these are called. */
import type { ChangeSubject } from '../text/en/plan-lines.ts'
import { locale } from '../text/language.ts'
import type { Plan } from './read-plan.ts'

export type Changes = Pick<Plan, 'changes'> & Partial<Pick<Plan, 'names' | 'seats'>>
type Row = Record<string, unknown>

/** Of all of a plan; `timeZone` is for its days. */
export function sayChanges({ changes, names = [] }: Changes, timeZone: string) {
  const named = new Map<string, { name: string; key?: string | null; team?: string }>()
  for (const { kind, id, ...words } of names) named.set(`${kind} ${id}`, words)
  // What would be made is named in the plan itself.
  for (const { action, kind, after } of changes) {
    const { id, name, email } = rowOf(after)
    const own = name ?? email
    if (action === 'create' && typeof own === 'string') named.set(`${kind} ${id}`, { name: own, key: own })
  }
  const nameOf = (kind: string, id: unknown) => named.get(`${kind} ${id}`)?.name ?? ''
  const newSeats = new Map(
    changes
      .filter(({ action, kind }) => action === 'create' && kind === 'seats')
      .map(({ after }) => {
        const { id, team_id, product_id } = rowOf(after)
        return [id, { name: nameOf('product', product_id), team: nameOf('team', team_id) }]
      }),
  )
  const ends = new Map(
    changes
      .filter(({ kind }) => kind === 'enrollment')
      .map(({ after }) => [coursePair(rowOf(after)), rowOf(after).ends_at]),
  )
  const buyers = new Map(
    changes
      .filter(({ action, kind }) => action === 'create' && kind === 'order')
      .map(({ after }) => [rowOf(after).id, nameOf('team', rowOf(after).team_id)]),
  )
  const seatsWithAccess = new Set(endedWithSeats(changes).values())
  const joined = whoseIsMade(changes, 'membership')
  const given = whoseIsMade(changes, 'grant')
  return (before: unknown, after: unknown): ChangeSubject => {
    const row = rowOf(after ?? before)
    const { user_id = row.user, team_id = row.team, group_id = row.group, seat_id = row.seats, quantity } = row
    const person = named.get(`user ${user_id}`)
    const seats = newSeats.get(seat_id) ?? named.get(`seats ${seat_id}`)
    const end = ends.get(coursePair(row))
    const amount = seat_id !== undefined && quantity !== undefined ? quantity : row.amount
    const earlier = rowOf(before)
    const turn = (field: string) => {
      if (!before || !after || (row[field] == null) === (earlier[field] == null)) return null
      return row[field] == null ? 'off' : 'on'
    }
    const said: Omit<ChangeSubject, 'name'> = {
      person: person ? (person.name === person.key ? person.name : `${person.name} (${person.key})`) : '',
      email: person?.key ?? '',
      team: nameOf('team', team_id) || (buyers.get(row.order_id) ?? seats?.team ?? ''),
      group: nameOf('group', group_id),
      course: nameOf('course', row.course_id) || textOf(row.course),
      product: nameOf('product', row.product_id) || (seats?.name ?? textOf(row.product)),
      amount: amount === undefined ? '' : String(amount),
      until: typeof end === 'string' ? dayOf(end, timeZone) : '',
      forEver: end === null,
      turn,
      became: (field: string) => (row[field] == null || row[field] === earlier[field] ? '' : String(row[field])),
      end: before && after ? compareEnds(earlier.ends_at, row.ends_at) : null,
      mail: row.kind === 'welcome' && given.has(user_id) && !joined.has(user_id) ? 'news' : textOf(row.kind),
      withAccess: seatsWithAccess.has(row.id),
      isErased: row.erased === true,
    }
    const own = [row.display_name, row.name, row.title, row.email, row.to].find(it => typeof it === 'string' && it)
    return {
      ...said,
      name: textOf(own) || said.course || said.product || textOf(row.slug) || said.amount || said.person,
    }
  }
}

/** Whose enrollment in which course a row is about. */
export function coursePair({ user_id, course_id }: Row): string {
  return `${user_id} ${course_id}`
}

/** Enrollments that end because a seat is taken back: by whose course, the claim. */
export function endedWithSeats(changes: Changes['changes']): Map<string, unknown> {
  const rows = (of: string, moment: string) =>
    changes
      .filter(({ action, kind, after }) => action === 'update' && kind === of && rowOf(after)[moment] != null)
      .map(({ after }) => rowOf(after))
  const freed = new Set(rows('claim', 'released_at').map(({ id }) => id))
  const ended = new Set(rows('enrollment', 'revoked_at').map(coursePair))
  const bySeat = rows('grant', 'revoked_at').filter(
    ({ source, origin_id }) => source === 'seat' && freed.has(origin_id),
  )
  return new Map(bySeat.map(row => [coursePair(row), row.origin_id] as const).filter(([pair]) => ended.has(pair)))
}

function whoseIsMade(changes: Changes['changes'], of: string): Set<unknown> {
  return new Set(
    changes.filter(({ action, kind }) => action === 'create' && kind === of).map(({ after }) => userOf(rowOf(after))),
  )
}

/** In a plan, and in the log. */
export function userOf({ user_id, user }: Row): unknown {
  return user_id ?? user
}

export function rowOf(value: unknown): Row {
  return (value ?? {}) as Row
}

/** No end comes after any. */
function compareEnds(before: unknown, after: unknown): ChangeSubject['end'] {
  const [from, to] = [before, after].map(end => (typeof end === 'string' ? Date.parse(end) : Number.POSITIVE_INFINITY))
  if (before === undefined || from === to) return null
  return Number(to) > Number(from) ? 'later' : 'earlier'
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function dayOf(moment: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(Date.parse(moment))
}
