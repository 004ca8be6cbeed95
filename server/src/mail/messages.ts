/** The mails as people see them: to whom, what about, and what became of them. */
import { sql } from 'kysely'
import { idOfEmail } from '../accounts/aliases.ts'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { gatherFacts, type MailDeps } from './letters/gather-facts.ts'
import { writeLetter } from './letters/letter.ts'

export const messageStates = ['queued', 'sending', 'sent', 'failed', 'held'] as const
export type MessageState = (typeof messageStates)[number]

export interface MessageFilter {
  readonly state?: MessageState
  readonly email?: string
  readonly limit: number
}

export type MessageRow = Awaited<ReturnType<typeof selectMessages>>[number] & { readonly subject: string | null }

/** The newest first, each with the subject it has or would have now. */
export async function listMessages(deps: MailDeps, filter: MessageFilter, now: Date): Promise<MessageRow[]> {
  const rows = await selectMessages(deps.database.kysely, filter)
  const ids = rows.map(row => row.id)
  const facts = await gatherFacts(deps, ids, { now, renewLinks: false })
  return rows.map(row => {
    const about = facts.get(row.id)
    return { ...row, subject: about ? writeLetter(about).subject : null }
  })
}

/**
 * A message with its letter. While it is queued, its letter is the one that would go out now, with a link that works.
 * Throws a Refusal (`not_found`) when there is no such message.
 */
export async function getMessage(deps: MailDeps, id: number, now: Date) {
  const [row] = await selectMessages(deps.database.kysely, { id, limit: 1 })
  const facts = row && (await gatherFacts(deps, [id], { now, renewLinks: row.state === 'queued' })).get(id)
  if (!row || !facts) throw new Refusal('not_found', `There is no message ${id}: \`usher mail\` lists them.`)
  const letter = writeLetter(facts)
  return { row: { ...row, subject: letter.subject, error: row.error ?? facts.outdated }, letter }
}

function selectMessages(reader: Reader, { id, state, email, limit }: MessageFilter & { id?: number }) {
  return reader
    .selectFrom('messages')
    .innerJoin('users', 'users.id', 'messages.user_id')
    .leftJoin('organizations', 'organizations.id', 'messages.organization_id')
    .select([
      'messages.id',
      'messages.created_at',
      sql<string>`coalesce(messages.address, users.email)`.as('to'),
      'messages.kind',
      'organizations.name as organization',
      'messages.state',
      'messages.attempts',
      'messages.due_at',
      'messages.sent_at',
      'messages.error',
    ])
    .$if(id !== undefined, query => query.where('messages.id', '=', id as number))
    .$if(state !== undefined, query => query.where('messages.state', '=', state as string))
    .$if(email !== undefined, query => query.where('users.id', '=', idOfEmail(email as string)))
    .orderBy('messages.id', 'desc')
    .limit(limit)
    .execute()
}
