/** Who holds a team's seats. Reach is the team's: whoever may see the seats may see who holds them. */
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

function selectClaims(reader: Reader, seatId: number) {
  return reader
    .selectFrom('claims as claim')
    .innerJoin('users as user', 'user.id', 'claim.user_id')
    .select(['claim.user_id', 'user.email', 'user.first_name', 'user.last_name', 'claim.taken_at', 'claim.created_at'])
    .where('claim.seat_id', '=', seatId)
    .where('claim.released_at', 'is', null)
}
