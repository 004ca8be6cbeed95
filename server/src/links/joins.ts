/** Who came by a link. Reach is the link's: whoever may see it may see who followed it. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import type { JoinState } from './schema.ts'

export interface JoinFilter extends PageRequest {
  readonly linkId: number
  readonly state?: JoinState
}

export type JoinRow = Awaited<ReturnType<typeof getJoin>>

export function listJoins(reader: Reader, { linkId, state, ...page }: JoinFilter): Promise<Page<JoinRow>> {
  let query = selectJoins(reader, linkId)
  // The index is of those who wait: that the rest is not asked for must be said.
  if (state === 'pending') query = query.where(sql<boolean>`joined_at is null and declined_at is null`)
  else if (state !== undefined) query = query.where(sql.ref(`${state}_at`), 'is not', null)
  return readPage(query, page, { id: 'link_joins.id' })
}

/** Throws `not_found`. */
export async function getJoin(reader: Reader, linkId: number, id: number) {
  const row = await selectJoins(reader, linkId).where('link_joins.id', '=', id).executeTakeFirst()
  if (!row) throw new Refusal('not_found', `Nobody followed this link as ${id}.`)
  return row
}

function selectJoins(reader: Reader, linkId: number) {
  const state = sql<JoinState>`case
    when declined_at is not null then 'declined' when joined_at is not null then 'joined' else 'pending' end`
  return reader
    .selectFrom('link_joins')
    .select(['link_joins.id', state.as('state'), 'email', 'first_name', 'last_name', 'user_id'])
    .select(['created_at', 'joined_at', 'declined_at'])
    .where('link_id', '=', linkId)
}
