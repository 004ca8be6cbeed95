/** Domains are looked at again each week: one that was given up or sold must not let anybody in for long. */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { LookForRecord } from './text-record.ts'

/** Looks that found no record, before it lapses. */
const mostMisses = 3
const atOnce = 50

/** An answer that could not be had counts for nothing, and is asked for again the next day. */
export async function lookAgain({ kysely }: Pick<Database, 'kysely'>, look: LookForRecord, now: Date): Promise<void> {
  const due = await kysely
    .selectFrom('domains')
    .select(['id', 'name', 'token', 'organization_id'])
    .where('proven_at', 'is not', null)
    .where('lapsed_at', 'is', null)
    .where('looked_at', '<', sql<Date>`${now}::timestamptz - interval '7 days'`)
    .orderBy('looked_at')
    .limit(atOnce)
    .execute()
  for (const domain of due) await note(kysely, domain, await look(domain.name, domain.token), now)
}

type Due = { readonly id: number; readonly name: string; readonly organization_id: number }

async function note(
  kysely: Database['kysely'],
  { id, name, organization_id }: Due,
  isThere: boolean | null,
  now: Date,
) {
  const day = sql<Date>`${now}::timestamptz - interval '6 days'`
  const found =
    isThere === null
      ? { looked_at: day }
      : isThere
        ? { looked_at: now, misses: 0 }
        : { looked_at: now, misses: sql<number>`misses + 1` }
  await kysely.transaction().execute(async transaction => {
    const { misses } = await transaction
      .updateTable('domains')
      .set(found)
      .where('id', '=', id)
      .returning('misses')
      .executeTakeFirstOrThrow()
    if (misses < mostMisses) return
    await transaction.updateTable('domains').set({ lapsed_at: now, updated_at: now }).where('id', '=', id).execute()
    const object = { kind: 'domain', id, before: { name, state: 'proven' }, after: { name, state: 'lapsed' } }
    const by = { actor: { kind: 'system' }, source: null, ip: null, receivedAt: now } as const
    await recordOperation(
      transaction,
      { kind: 'lapse_domain', organizationId: organization_id, result: 'changed', object },
      by,
    )
  })
}
