/** Mails as the API shows them. What they say is not shown: it holds links into accounts. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import type { MessageState } from './messages.ts'

export interface MailFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  readonly user?: number
  readonly state?: MessageState
  readonly kind?: string
}

/** The latest first. */
export function findMails(
  reader: Reader,
  { organizationIds: ids, user, state, kind, sort = '-id', ...page }: MailFilter,
) {
  let query = selectMails(reader)
  if (user !== undefined) query = query.where('message.user_id', '=', user)
  if (state === 'failed')
    query = query.where(sql<boolean>`message.state = 'failed'`) // as the index says it
  else if (state !== undefined) query = query.where('message.state', '=', state)
  if (kind !== undefined) query = query.where('message.kind', '=', kind)
  const by = user === undefined ? 'each' : 'other'
  return readPage(query, { ...page, sort }, { id: 'message.id' }, { column: 'message.organization_id', ids, by })
}

/** Throws `not_found`, also for a mail of an organization out of the caller's reach. */
export async function getMail(reader: Reader, { organization }: Reach, id: number) {
  const row = await selectMails(reader)
    .where('message.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no mail ${id}.`)
  return row
}

function selectMails(reader: Reader) {
  return reader
    .selectFrom('messages as message')
    .innerJoin('organizations as organization', 'organization.id', 'message.organization_id')
    .innerJoin('users as user', 'user.id', 'message.user_id')
    .select(['message.id', 'organization.slug as organization', 'message.user_id as user'])
    .select(sql<string>`coalesce(message.address, "user".email)`.as('to'))
    .select(['message.kind', sql<MessageState>`message.state`.as('state'), 'message.attempts', 'message.error'])
    .select(['message.due_at', 'message.sent_at', 'message.operation_id as operation', 'message.repeats'])
    .select('message.created_at')
}
