/** What the operations of the API share: how they are listed, answered and refused, and what is read of a call. */
import type { School, User } from './school.ts'

export interface Asked {
  readonly school: School
  readonly now: Date
  readonly switches: Switches
  /** What stands in the path for `{…}`. */
  readonly ids: readonly string[]
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  /** Done when the school's clock is there. */
  later(ms: number, what: () => void): void
}

/** What the contract leaves open, and what only some schools do. */
export interface Switches {
  /** To enroll who is enrolled: refused, or answered with the enrollment that is there. */
  again: 'refused' | 'same'
  /** Bundles are given so much after the answer; 0: with it. */
  bundlesLaterMs: number
  /** A list of one course has rows of others. */
  mixesCourses: boolean
  /** What comes before the first page. */
  noPage: null | 0
  /** The plan has no API. */
  plan: 'api' | 'none'
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
}

export type Operation = readonly [method: string, path: string, answer: (asked: Asked) => Answer]

export const notFound: Answer = { status: 404, body: { error: 'Record not found.' } }
export const done: Answer = { status: 204 }
export const refuse = (errors: unknown): Answer => ({ status: 422, body: { errors } })
export const blank = (field: string): Answer => refuse({ [field]: ["can't be blank"] })

export function listOf<Row>(rows: readonly Row[], show: (row: Row) => unknown, { query, switches }: Asked): Answer {
  const limit = Math.min(250, Math.max(1, Number(query.get('limit') ?? 25)))
  const page = Math.max(1, Number(query.get('page') ?? 1))
  const total = Math.max(1, Math.ceil(rows.length / limit))
  const from = (page - 1) * limit
  const pagination = {
    current_page: page,
    next_page: page < total ? page + 1 : null,
    prev_page: page > 1 ? page - 1 : switches.noPage,
    total_pages: total,
    total_items: rows.length,
    entries_info: `${from + 1}-${Math.min(from + limit, rows.length)} of ${rows.length}`,
  }
  return { status: 200, body: { items: rows.slice(from, from + limit).map(show), meta: { pagination } } }
}

/** By their id, or by one of somebody else's with `provider`. */
export function userOf({ school, ids, query }: Asked): User | undefined {
  const provider = query.get('provider')
  if (!provider) return school.users.get(Number(ids[0]))
  return [...school.users.values()].find(({ externalIds }) => externalIds.get(provider) === ids[0])
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

/** What was sent as a moment, or nothing; undefined: it was not sent, or is none. */
export function dateOf(value: unknown): Date | null | undefined {
  if (value === null) return null
  const date = typeof value === 'string' ? new Date(value) : undefined
  return date && !Number.isNaN(date.getTime()) ? date : undefined
}
