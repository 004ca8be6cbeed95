/**
 * Calls with keys that are nobody's: of each network and minute the log has one line, which says how many there were and
 * tells of the last. Otherwise whoever likes fills it for ever.
 */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { networkOf } from '../lib/network/network-address.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { RecordIntent } from '../provisioning/intents/intent.ts'

export type RecordBadKey = (intent: RecordIntent) => Promise<void>

export function createBadKeyRecorder({ database, engine }: { database: Pick<Database, 'kysely'>; engine: Engine }) {
  let minute = 0
  const lines = new Map<string, Promise<number>>() // of this minute: ids of operations

  return async (intent: RecordIntent): Promise<void> => {
    const { call, problems } = intent
    const current = Math.floor(call.receivedAt.getTime() / 60_000)
    if (current !== minute) lines.clear()
    minute = current
    const name = `${networkOf(call.ip)} ${problems[0]?.value}`
    const line = lines.get(name)
    if (line) return addOne(database, await line, intent)
    const written = engine.submit(intent).then(({ operationId }) => operationId)
    lines.set(name, written)
    await written.catch(error => {
      lines.delete(name)
      throw error
    })
  }
}

/** The line tells of the last of them. */
async function addOne(
  { kysely }: Pick<Database, 'kysely'>,
  operationId: number,
  { call: { actor, ip, receivedAt }, operation, problems: [problem] }: RecordIntent,
): Promise<void> {
  await sql`update operations
    set problems = jsonb_build_array(${JSON.stringify(problem)}::jsonb
        || jsonb_build_object('times', coalesce((problems -> 0 ->> 'times')::integer, 1) + 1)),
      kind = ${operation}, ip = ${ip}, key_prefix = ${'prefix' in actor ? actor.prefix : null}, at = ${receivedAt}
    where id = ${operationId}`.execute(kysely)
}
