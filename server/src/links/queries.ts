import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { type LinkState, linkStateOf } from '../lib/states/link-state.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export interface LinkFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  readonly team?: number
  readonly group?: number
  readonly revoked?: boolean
}
type Row = Awaited<ReturnType<ReturnType<typeof selectLinks>['executeTakeFirstOrThrow']>>
export type LinkRow = Row & { readonly state: LinkState }

/** Those of these organizations. */
export async function listLinks(reader: Reader, filter: LinkFilter, now: Date): Promise<Page<LinkRow>> {
  const { organizationIds, team, group, revoked, ...page } = filter
  let query = selectLinks(reader)
  if (team !== undefined) query = query.where('link.team_id', '=', team)
  if (group !== undefined) query = query.where('link.group_id', '=', group)
  if (!revoked) query = query.where('link.revoked_at', 'is', null)
  const by = team !== undefined || group !== undefined ? 'other' : 'each'
  const places = { column: 'link.organization_id', ids: organizationIds, by } as const
  const { data, ...rest } = await readPage(query, page, { id: 'link.id' }, places)
  return { ...rest, data: data.map(row => withState(row, now)) }
}

/** Throws `not_found`, also for a link out of the caller's reach. */
export async function getLink(reader: Reader, { organization }: Reach, id: number, now: Date): Promise<LinkRow> {
  const row = await selectLinks(reader)
    .where('link.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no link ${id}.`)
  return withState(row, now)
}

/** What the engine needs to know of it. Throws `not_found`. */
export async function getPlaceOfLink(reader: Reader, { organization }: Reach, id: number) {
  const row = await selectPlaces(reader)
    .where('link.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no link ${id}.`)
  return row
}

/** Of a token that somebody follows; undefined: there is none. */
export function findPlaceOfToken(reader: Reader, tokenHash: Buffer) {
  return selectPlaces(reader).where('link.token_hash', '=', tokenHash).executeTakeFirst()
}

export type PlaceOfLink = Awaited<ReturnType<typeof getPlaceOfLink>>

/** What the engine calls the target by. */
export function targetOf({ team_id, group_id, course }: PlaceOfLink) {
  return { teamId: team_id, groupId: group_id, courses: course === null ? [] : [course] }
}

function selectPlaces(reader: Reader) {
  return reader
    .selectFrom('links as link')
    .innerJoin('organizations as organization', 'organization.id', 'link.organization_id')
    .leftJoin('teams as team', 'team.id', 'link.team_id')
    .leftJoin('groups as group', 'group.id', 'link.group_id')
    .leftJoin('courses as course', 'course.id', 'link.course_id')
    .select(['link.id', 'link.organization_id', 'link.team_id', 'link.group_id', 'course.name as course'])
    .select(['link.max_uses', 'link.used', 'link.domains', 'link.needs_approval', 'link.expires_at', 'link.revoked_at'])
    .select(sql<string>`coalesce(team.name, "group".name, course.display_name)`.as('target_name'))
    .select([isClosed.as('is_closed'), isFull.as('is_full')])
}

/** Somebody new would be refused for a seat. What is kept for an invitation that has expired is as good as free. */
const isFull = sql<boolean>`exists (
  select from seats join products as product on product.id = seats.product_id
  where seats.team_id = link.team_id and not waitlist and quantity > 0 and product.archived_at is null
    and used >= quantity + (
      select count(*) from claims join invitations as invitation on invitation.id = claims.invitation_id
      where claims.seat_id = seats.id and released_at is null and taken_at is null and invitation.expires_at <= now()))`

/** Of a team that has seats, of what is shortest. */
const seatsLeft = sql<number | null>`(
  select min(greatest(quantity - used, 0)) from seats join products as product on product.id = seats.product_id
  where seats.team_id = link.team_id and quantity > 0 and product.archived_at is null)`

/** Whoever follows it is refused, whatever its own limits are: its place is, or what it opens. */
const isClosed = sql<boolean>`(not organization.provisioning_enabled
  or coalesce(team.archived_at, "group".archived_at, course.archived_at) is not null
  or exists (select from organizations where id = any(organization.path) and suspended_at is not null))`

/** As it is recorded: apart from what chance gave it, and what others take from it. */
export function recordable({ prefix: _, seats_left: __, ...link }: LinkRow) {
  return link
}

function selectLinks(reader: Reader) {
  const target = sql<{ kind: 'team' | 'group' | 'course'; id: number; name: string }>`case
    when team.id is not null then jsonb_build_object('kind', 'team', 'id', team.id, 'name', team.name)
    when "group".id is not null then jsonb_build_object('kind', 'group', 'id', "group".id, 'name', "group".name)
    else jsonb_build_object('kind', 'course', 'id', course.id, 'name', course.name) end`
  return reader
    .selectFrom('links as link')
    .innerJoin('organizations as organization', 'organization.id', 'link.organization_id')
    .leftJoin('teams as team', 'team.id', 'link.team_id')
    .leftJoin('groups as group', 'group.id', 'link.group_id')
    .leftJoin('courses as course', 'course.id', 'link.course_id')
    .select(['link.id', 'organization.slug as organization', 'link.name', 'link.prefix', target.as('target')])
    .select(['link.max_uses', 'link.used', 'link.domains', 'link.needs_approval', 'link.expires_at', 'link.revoked_at'])
    .select(['link.created_at', 'link.updated_at', seatsLeft.as('seats_left')])
}

function withState(row: Row, now: Date): LinkRow {
  return { ...row, state: linkStateOf(row, now) }
}
