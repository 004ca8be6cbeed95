/**
 * Which team a request is about (`config.team`), for who may do something in some teams alone: by what it names. A route that
 * has none of these is closed to them.
 */
import { type RawBuilder, sql } from 'kysely'
import { idOf, readUserChoice } from '../accounts/user-choice.ts'
import { principalOf, type TeamsOf } from '../api/principal.ts'
import { Refusal } from '../lib/refusal.ts'

type Named = { readonly id: number }

/** The team in the address. */
const address: TeamsOf = (_, { params }) => [(params as Named).id]

/** What the organization has for all of its teams alike. */
function shared(table: 'courses' | 'products'): TeamsOf {
  return async (reader, request, theirs) => {
    const { id } = request.params as Named
    const { organization } = principalOf(request)
    const { rows } = await sql`
      select from ${sql.table(table)} where id = ${id} and organization_id = ${organization.id}`.execute(reader)
    return rows.length > 0 ? theirs : []
  }
}

/** What must be said, by each of many: of the whole organization it is not theirs. */
function named(field: string, find: (part: Record<string, unknown>) => unknown, part: 'query' | 'body'): TeamsOf {
  return (_, request) => {
    const said = request[part]
    const teams = (Array.isArray(said) ? said : [said]).map(one => find((one ?? {}) as Record<string, unknown>))
    if (teams.every(team => typeof team === 'number')) return [...new Set(teams)]
    const message = 'must name a team: you may do this in teams alone'
    throw new Refusal('forbidden', `${field} ${message}`, [{ field, message }])
  }
}

const body = named('team', ({ team }) => team, 'body')

/** What the id in the address belongs to; of a person's teams those that are the caller's. */
function owner(find: (id: number, theirs: readonly number[]) => RawBuilder<{ team_id: number | null }>): TeamsOf {
  return async (reader, { params }, theirs) => {
    const { rows } = await find((params as Named).id, theirs).execute(reader)
    return rows.flatMap(({ team_id }) => team_id ?? [])
  }
}

const seats = owner(id => sql`select team_id from seats where id = ${id}`)

const both =
  (one: TeamsOf, other: TeamsOf): TeamsOf =>
  async (...asked) => {
    const found = await Promise.all([one(...asked), other(...asked)])
    return found.some(teams => teams.length === 0) ? [] : found.flat()
  }

export const teamOf = {
  address,
  seats,
  body,
  query: named('team', ({ team }) => team, 'query'),
  /** A link to a team. */
  target: named('target', ({ target }) => (target as { team?: unknown }).team, 'body'),
  /** From the team in the address to the one in the body. */
  addressAndBody: both(address, body),
  seatsAndBody: both(seats, body),
  invitation: owner(id => sql`select team_id from invitations where id = ${id}`),
  link: owner(id => sql`select team_id from links where id = ${id}`),
  order: owner(id => sql`select team_id from orders where id = ${id}`),
  /** Of a person who is in one of the caller's teams. */
  user: owner(
    (id, theirs) => sql`select team_id from team_members where user_id = ${id} and team_id = any(${theirs}::bigint[])`,
  ),
  enrollment: owner(
    (id, theirs) => sql`select member.team_id from enrollments
      join team_members member on member.user_id = enrollments.user_id
      where enrollments.id = ${id} and member.team_id = any(${theirs}::bigint[])`,
  ),
  /** The same, where the query names the person. */
  userAsked: (async (reader, request, theirs) => {
    const { user } = request.query as { user: string }
    const { rows } = await sql<{ team_id: number }>`select team_id from team_members
      where user_id = ${idOf(readUserChoice(user))} and team_id = any(${[...theirs]}::bigint[])`.execute(reader)
    return rows.map(row => row.team_id)
  }) as TeamsOf,
  course: shared('courses'),
  product: shared('products'),
  /** A list of what the organization has for all of its teams alike, or of the caller's teams. */
  any: ((_, __, theirs) => theirs) as TeamsOf,
}
