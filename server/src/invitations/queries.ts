import { sql } from 'kysely'
import { idOfEmail } from '../accounts/aliases.ts'
import { findBeginning } from '../db/beginnings.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { normalizeEmail } from '../lib/email.ts'
import { Refusal } from '../lib/refusal.ts'
import { type InvitationState, invitationStateOf } from '../lib/states/invitation-state.ts'
import { offeredNames } from '../mail/letters/offered-names.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export interface InvitationFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  /** The beginning of the email, or of the whole or the last name that it is written to. */
  readonly search?: string
  readonly state?: InvitationState
  readonly team?: number
  readonly email?: string
}
type Row = Awaited<ReturnType<ReturnType<typeof selectInvitations>['executeTakeFirstOrThrow']>>
export type InvitationRow = Row & { readonly state: InvitationState }

/** Those of these organizations. */
export async function listInvitations(
  reader: Reader,
  { organizationIds, search, state, team, email, ...page }: InvitationFilter,
  now: Date,
): Promise<Page<InvitationRow>> {
  let query = selectInvitations(reader)
  const names = sql`lower(invitation.first_name || ' ' || invitation.last_name)`
  const texts = [names, sql`lower(invitation.last_name)`]
  const found = await findBeginning(reader, search, {
    table: 'invitations',
    alias: 'invitation',
    organizationIds,
    texts,
  })
  if (found) query = query.where(found.isOne)
  if (state !== undefined) query = query.where(isIn(state, now))
  if (team !== undefined) query = query.where('invitation.team_id', '=', team)
  if (email !== undefined) query = query.where('invitation.user_id', '=', idOfEmail(normalizeEmail(email)))
  const by = found?.by ?? (team !== undefined || email !== undefined ? 'other' : 'each')
  const places = { column: 'invitation.organization_id', ids: organizationIds, by } as const
  const sorts = { id: 'invitation.id', expires_at: 'invitation.expires_at' }
  const { data, ...rest } = await readPage(query, page, sorts, places)
  return { ...rest, data: data.map(row => withState(row, now)) }
}

/** Throws `not_found`, also for an invitation out of the caller's reach. */
export async function getInvitation(
  reader: Reader,
  { organization }: Reach,
  id: number,
  now: Date,
): Promise<InvitationRow> {
  const row = await selectInvitations(reader)
    .where('invitation.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw unknown(id)
  return withState(row, now)
}

/** By their ids. */
export async function getInvitations(
  reader: Reader,
  ids: readonly number[],
  now: Date,
): Promise<Map<number, InvitationRow>> {
  const rows = await selectInvitations(reader).where('invitation.id', '=', sql<number>`any(${ids}::bigint[])`).execute()
  return new Map(rows.map(row => [row.id, withState(row, now)]))
}

/** What the engine needs to know of it. Throws `not_found`. */
export async function getPlaceOfInvitation(reader: Reader, { organization }: Reach, id: number) {
  const row = await selectPlaces(reader)
    .where('invitation.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw unknown(id)
  return row
}

/** As `getPlaceOfInvitation`, whoever asks; undefined: there is none. */
export function findPlaceOfInvitation(reader: Reader, id: number) {
  return selectPlaces(reader).where('invitation.id', '=', id).executeTakeFirst()
}

/** Those of a person that can be accepted in an organization and below it, the oldest first. */
export function listOpenInvitations(reader: Reader, userId: number, organizationId: number, now: Date) {
  return selectPlaces(reader)
    .where('invitation.user_id', '=', userId)
    .where(sql<boolean>`${organizationId} = any(organization.path)`)
    .where(isIn('pending', now))
    .orderBy('invitation.id')
    .execute()
}

export type PlaceOfInvitation = Awaited<ReturnType<typeof getPlaceOfInvitation>>

function selectPlaces(reader: Reader) {
  return reader
    .selectFrom('invitations as invitation')
    .innerJoin('organizations as organization', 'organization.id', 'invitation.organization_id')
    .innerJoin('users as user', 'user.id', 'invitation.user_id')
    .select(['invitation.id', 'invitation.organization_id', 'invitation.user_id', 'user.email', 'invitation.team_id'])
    .select(['invitation.courses', 'invitation.products', 'invitation.group_ids', 'invitation.sent_operation_id'])
    .select(['invitation.expires_at', 'invitation.accepted_at', 'invitation.withdrawn_at'])
}

/** Each by an index of its own, where most are not in this state. */
function isIn(state: InvitationState, now: Date) {
  const isOpen = sql`invitation.accepted_at is null and invitation.withdrawn_at is null`
  switch (state) {
    case 'pending':
      return sql<boolean>`${isOpen} and invitation.expires_at > ${now}`
    case 'expired':
      return sql<boolean>`${isOpen} and invitation.expires_at <= ${now}`
    case 'withdrawn':
      return sql<boolean>`invitation.withdrawn_at is not null`
    case 'accepted':
      return sql<boolean>`invitation.accepted_at is not null`
  }
}

function selectInvitations(reader: Reader) {
  const groups = sql<{ id: number; name: string }[]>`coalesce((
    select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name) from groups
    where id = any(invitation.group_ids)), '[]')`
  const seats = sql<string[]>`array(
    select product.name from seats join products as product on product.id = seats.product_id
    where seats.id = any(invitation.seat_ids) order by product.name)`
  return reader
    .selectFrom('invitations as invitation')
    .innerJoin('organizations as organization', 'organization.id', 'invitation.organization_id')
    .innerJoin('users as user', 'user.id', 'invitation.user_id')
    .leftJoin('teams as team', 'team.id', 'invitation.team_id')
    .select(['invitation.id', 'organization.slug as organization', 'invitation.user_id'])
    .select(['user.email', 'invitation.first_name', 'invitation.last_name', 'invitation.team_id', 'team.name as team'])
    .select(['invitation.role', 'invitation.courses', 'invitation.products', groups.as('groups'), seats.as('seats')])
    .select(offeredNames('invitation').as('offered'))
    .select(['invitation.sent_at', 'invitation.expires_at', 'invitation.accepted_at', 'invitation.withdrawn_at'])
    .select(['invitation.created_at', 'invitation.updated_at'])
}

function withState(row: Row, now: Date): InvitationRow {
  return { ...row, state: invitationStateOf(row, now) }
}

function unknown(id: number): Refusal {
  return new Refusal('not_found', `There is no invitation ${id}.`)
}
