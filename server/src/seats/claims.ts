/** Who holds a team's seats, and who waits for one. Reach is the team's: whoever may see the seats may see who is on them. */
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'

export type ClaimRow = Awaited<ReturnType<typeof getClaim>>

export function listClaims(reader: Reader, seatId: number, page: PageRequest): Promise<Page<ClaimRow>> {
  return readPage(selectClaims(reader, seatId), page, { id: 'claim.user_id' })
}

/** Throws `not_found`. */
export async function getClaim(reader: Reader, seatId: number, userId: number) {
  const row = await selectClaims(reader, seatId).where('claim.user_id', '=', userId).executeTakeFirst()
  if (!row) throw new Refusal('not_found', `User ${userId} holds none of these seats.`)
  return row
}

/** In the order in which they get one. */
export function listWaiting(reader: Reader, seatId: number, page: PageRequest) {
  const waiting = reader
    .selectFrom('seat_waiters as waiter')
    .innerJoin('users as user', 'user.id', 'waiter.user_id')
    .select(['waiter.user_id', 'user.email', 'user.first_name', 'user.last_name', 'waiter.created_at'])
    .where('waiter.seat_id', '=', seatId)
  return readPage(waiting, page, { id: 'waiter.id' })
}

function selectClaims(reader: Reader, seatId: number) {
  return (
    reader
      .selectFrom('claims as claim')
      .innerJoin('seats', 'seats.id', 'claim.seat_id')
      .innerJoin('teams as team', 'team.id', 'seats.team_id')
      // One may be kept for somebody who is only invited: the names are those that the organization knows.
      .innerJoin('memberships as member', join =>
        join.onRef('member.user_id', '=', 'claim.user_id').onRef('member.organization_id', '=', 'team.organization_id'),
      )
      .select(['claim.user_id', 'member.email', 'member.first_name', 'member.last_name'])
      .select(['claim.taken_at', 'claim.created_at', 'member.suspended_at as membership_suspended_at'])
      .where('claim.seat_id', '=', seatId)
      .where('claim.released_at', 'is', null)
  )
}
