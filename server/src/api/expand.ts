/**
 * `?expand=user,course`: each row of an answer gets, in `expanded`, what it names, in one statement for each kind of thing.
 * Where a route allows it, its shapes say so (`Expand` in the query, `Expanded` in the row).
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reader } from '../db/database.ts'
import type { Expandable } from '../http/shapes.ts'
import { readable } from '../lib/roles/readable.ts'
import { type Principal, principalOf, requirePermission } from './principal.ts'

export type Row = Readonly<Record<string, unknown>>

/** What a row can show whole: one of them is handed in for each word of `expand`. */
export interface Expansion {
  /** What the row calls it by; null: it has none. */
  readonly named: (row: Row) => unknown
  /** Those of them that lie in the caller's reach, by what they are called. */
  readonly find: (reader: Reader, principal: Principal, names: never[]) => Promise<ReadonlyMap<unknown, Row>>
  /** Those of them that are of these teams. Absent: who may see such things in teams alone sees none. */
  readonly ofTeams?: (reader: Reader, teams: readonly number[], names: never[]) => Promise<readonly unknown[]>
}

export type Expansions = Readonly<Record<Expandable, Expansion>>

/** A `preValidation` hook: several may stand in one text. */
export async function splitExpand({ query }: FastifyRequest): Promise<void> {
  const asked = query as { expand?: unknown }
  if (typeof asked.expand === 'string') asked.expand = [...new Set(asked.expand.split(','))]
}

/** A `preHandler` hook: what is shown is to be seen. Throws `forbidden`. */
export function requireExpandable(things: Expansions) {
  return async (request: FastifyRequest): Promise<void> => {
    for (const name of askedBy(request))
      requirePermission({ permissions: permissionsFor(things[name], principalOf(request)) }, readable[name])
  }
}

/** Those of the things that are the caller's to see, by what they are called. */
export async function findShown(
  reader: Reader,
  things: Expansions,
  principal: Principal,
  kind: Expandable,
  names: readonly unknown[],
): Promise<ReadonlyMap<unknown, Row>> {
  const { find, ofTeams } = things[kind]
  const { teams, everywhere } = principal
  if (!permissionsFor(things[kind], principal).has(readable[kind])) return new Map()
  const isLimited = teams !== null && !everywhere?.has(readable[kind])
  const shown = isLimited && ofTeams ? await ofTeams(reader, teams, names as never[]) : names
  return find(reader, principal, shown as never[])
}

function permissionsFor({ ofTeams }: Expansion, { permissions, everywhere = permissions }: Principal) {
  return ofTeams ? permissions : everywhere
}

/** A `preSerialization` hook. */
export function expandAnswer(reader: Reader, things: Expansions) {
  return async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    const names = askedBy(request)
    if (names.length === 0 || reply.statusCode !== 200) return payload
    const answer = payload as Row & { readonly data?: readonly Row[] }
    const rows = await expand(reader, things, principalOf(request), names, answer.data ?? [answer])
    return answer.data ? { ...answer, data: rows } : rows[0]
  }
}

function askedBy({ method, query }: FastifyRequest): readonly Expandable[] {
  return method === 'GET' ? ((query as { expand?: Expandable[] }).expand ?? []) : []
}

async function expand(
  reader: Reader,
  things: Expansions,
  principal: Principal,
  names: readonly Expandable[],
  rows: readonly Row[],
): Promise<Row[]> {
  const found = await Promise.all(
    names.map(async name => {
      const { named } = things[name]
      const asked = [...new Set(rows.map(named).filter(value => value != null))]
      return { name, named, all: await findShown(reader, things, principal, name, asked) }
    }),
  )
  return rows.map(row => ({
    ...row,
    expanded: Object.fromEntries(found.map(({ name, named, all }) => [name, all.get(named(row)) ?? null])),
  }))
}
