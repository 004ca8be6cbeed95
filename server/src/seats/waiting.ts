/** Who waits for one of a team's seats, in the order in which they get one. Reach is the team's. */
import type { Reader } from '../db/database.ts'
import { type PageRequest, readPage } from '../db/page.ts'

export function listWaiting(reader: Reader, seatId: number, page: PageRequest) {
  const waiting = reader
    .selectFrom('seat_waiters as waiter')
    .innerJoin('users as user', 'user.id', 'waiter.user_id')
    .select(['waiter.user_id', 'user.email', 'user.first_name', 'user.last_name', 'waiter.created_at'])
    .where('waiter.seat_id', '=', seatId)
  return readPage(waiting, page, { id: 'waiter.id' })
}
