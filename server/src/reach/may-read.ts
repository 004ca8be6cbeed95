/** Who may read what, for routes to say: what it takes is said in `lib/roles/readable.ts`, and here whether in teams alone. */
import type { TeamsOf } from '../api/principal.ts'
import type { Permission } from '../lib/roles/permissions.ts'
import { type Readable, readable } from '../lib/roles/readable.ts'
import { teamOf } from './team-of.ts'

/** How a request tells of which teams it reads, where it is open to who may in teams alone. */
const inTeams = {
  custom_field: { list: teamOf.any },
  role: { list: teamOf.any },
  team: { list: teamOf.any, one: teamOf.address },
  team_member: { list: teamOf.address, one: teamOf.address },
  seats: { list: teamOf.query, one: teamOf.seats, below: teamOf.address },
  claim: { list: teamOf.seats },
  user: { list: teamOf.query, search: teamOf.body, one: teamOf.user },
  course: { list: teamOf.any, one: teamOf.course },
  product: { list: teamOf.any, one: teamOf.product },
  catalog_item: { list: teamOf.query },
  order: { list: teamOf.query, one: teamOf.order },
  credits: { one: teamOf.address },
  enrollment: { list: teamOf.query, one: teamOf.enrollment },
  explanation: { one: teamOf.userAsked },
  link: { list: teamOf.query, one: teamOf.link },
  join: { list: teamOf.link },
  invitation: { list: teamOf.query, one: teamOf.invitation },
  report: { one: teamOf.query },
} as const satisfies Partial<Record<Readable, Readonly<Record<string, TeamsOf>>>>

type InTeams = typeof inTeams
type Way<Kind extends Readable> = Kind extends keyof InTeams ? keyof InTeams[Kind] : never

/** By who has it in the organization, and where a `way` is said, in teams alone. */
export function mayRead<Kind extends Readable>(
  kind: Kind,
  way?: Way<Kind>,
): { readonly reads: Kind; readonly permission: Permission; readonly team?: TeamsOf } {
  const ways: Readonly<Record<PropertyKey, TeamsOf>> = kind in inTeams ? inTeams[kind as keyof InTeams] : {}
  const team = way === undefined ? undefined : ways[way]
  return { reads: kind, permission: readable[kind], ...(team && { team }) }
}
