/**
 * Changes name people and things by their ids: these are the words for them. Only of what the caller may look up as well,
 * in as many statements however much is changed. What is yet to be made has its words in the changes themselves.
 */
import type { Reader } from '../db/database.ts'
import { readable } from '../lib/roles/readable.ts'
import { type Expansions, findShown, type Row } from './expand.ts'
import type { Principal } from './principal.ts'

export interface Named {
  readonly kind: string
  readonly id: number
  /** What people know it by. */
  readonly name: string
  /** What it goes by besides: a person's email, or the name that calls give a course or a product. */
  readonly key: string | null
  /** Whose seats they are. */
  readonly team?: string
}

interface Shown {
  readonly before?: unknown
  readonly after?: unknown
}

/** By which fields rows speak of each: those of the engine, and those that are recorded. */
const fields = {
  user: ['user_id', 'user'],
  team: ['team_id', 'team'],
  group: ['group_id', 'group'],
  course: ['course_id'],
  product: ['product_id'],
  seats: ['seat_id', 'seats'],
} as const

type Kind = Exclude<keyof typeof fields, 'seats'>

export async function nameThings(
  reader: Reader,
  things: Expansions,
  principal: Principal,
  changes: readonly Shown[],
): Promise<Named[]> {
  const rows = changes.flatMap(({ before, after }) => [before, after]).filter(isRow)
  const seats = await readSeats(reader, principal, idsOf(rows, 'seats'))
  const all = [...rows, ...seats]
  const kinds: Kind[] = ['user', 'team', 'group', 'course', 'product']
  const found = await Promise.all(kinds.map(kind => findAll(reader, things, principal, kind, idsOf(all, kind))))
  const named = found.flat()
  const nameOf = (kind: Kind, id: number) => named.find(one => one.kind === kind && one.id === id)?.name
  const namedSeats = seats.flatMap(({ id, team_id, product_id }) => {
    const [name, team] = [nameOf('product', product_id), nameOf('team', team_id)]
    return name && team ? [{ kind: 'seats', id, name, key: null, team }] : []
  })
  return [...named, ...namedSeats]
}

/** None where the caller may not see such things. */
async function findAll(
  reader: Reader,
  things: Expansions,
  principal: Principal,
  kind: Kind,
  ids: readonly number[],
): Promise<Named[]> {
  if (ids.length === 0) return []
  const found = await findShown(reader, things, principal, kind, ids)
  return [...found.values()].map(row => ({ kind, id: Number(row.id), ...wordsOf(row) }))
}

async function readSeats(reader: Reader, { permissions }: Principal, ids: readonly number[]) {
  if (ids.length === 0 || !permissions.has(readable.seats)) return []
  return reader
    .selectFrom('seats')
    .select(['id', 'team_id', 'product_id'])
    .where('id', 'in', [...ids])
    .execute()
}

function wordsOf({ email, first_name, last_name, name, display_name }: Row): Pick<Named, 'name' | 'key'> {
  if (typeof email === 'string') return { name: [first_name, last_name].join(' ').trim() || email, key: email }
  return display_name ? { name: String(display_name), key: String(name) } : { name: String(name), key: null }
}

function idsOf(rows: readonly Row[], kind: keyof typeof fields): number[] {
  const ids = rows.flatMap(row => fields[kind].map(field => row[field]))
  return [...new Set(ids.filter(id => typeof id === 'number'))]
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}
