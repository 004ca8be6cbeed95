/**
 * What waits until somebody comes back from a provider: kept on the server, found by what went along, open to the browser that
 * began it, once. Of both only the SHA-256 is kept, and what is kept beside them is sealed by what went along.
 */
import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { seal, unseal } from '../lib/seal.ts'

const minutes = 15

export interface Waiting {
  readonly providerId: number
  /** What goes along: the state, the id of a request, a ticket. */
  readonly request: string
  /** What the browser's cookie holds. */
  readonly browser: Buffer
  /** Dates in it stay dates. */
  readonly content: unknown
}

export const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()

export async function keepWaiting(reader: Reader, { providerId, request, browser, content }: Waiting): Promise<void> {
  await reader
    .insertInto('pending_sign_ons')
    .values({
      ...{ request_hash: hashOf(request), provider_id: providerId, browser_hash: browser },
      sealed: seal(serialize(content).toString('base64'), request),
      expires_at: sql<Date>`now() + ${minutes} * interval '1 minute'`,
    })
    .execute()
}

/**
 * Takes it out: of two at once one gets it. `browser` null: it is looked at later, since the provider's form brings no cookie. Null:
 * it is not there, is another provider's or another browser's, or too old.
 */
export async function takeWaiting<Content>(
  reader: Reader,
  {
    providerId,
    request,
    browser,
  }: { readonly providerId: number; readonly request: string; readonly browser: Buffer | null },
): Promise<{ readonly content: Content; readonly browser: Buffer } | null> {
  const taken = await reader
    .deleteFrom('pending_sign_ons')
    .where('request_hash', '=', hashOf(request))
    .where('provider_id', '=', providerId)
    .where('expires_at', '>', sql<Date>`now()`)
    .$if(browser !== null, query => query.where('browser_hash', '=', browser as Buffer))
    .returning(['sealed', 'browser_hash'])
    .executeTakeFirst()
  if (!taken) return null
  const content = deserialize(Buffer.from(unseal(taken.sealed, request), 'base64'))
  return { content, browser: taken.browser_hash }
}

/** Notes an answer until then. True: it was noted before. */
export async function isUsed(reader: Reader, providerId: number, answer: string, until: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await reader
    .insertInto('used_answers')
    .values({ provider_id: providerId, answer_hash: hashOf(answer), expires_at: until })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 0n
}

/** What time has made worthless. What came of signing in is kept for a quarter of a year. */
export async function deleteOldSignOns(reader: Reader, now: Date): Promise<void> {
  await reader.deleteFrom('pending_sign_ons').where('expires_at', '<=', now).execute()
  await reader.deleteFrom('used_answers').where('expires_at', '<=', now).execute()
  await reader.deleteFrom('sign_ons').where('at', '<', sql<Date>`${now}::timestamptz - interval '90 days'`).execute()
}
