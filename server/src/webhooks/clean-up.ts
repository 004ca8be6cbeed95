import type { Reader } from '../db/database.ts'
import { hour } from './retry.ts'

const kept = 90 * 24 * hour

/** Deletes what happened more than 90 days ago, told or not. Meant to run once an hour or so. */
export async function deleteOldDeliveries(database: Reader, now: Date): Promise<void> {
  const before = new Date(now.getTime() - kept)
  await database.deleteFrom('deliveries').where('created_at', '<', before).execute()
  await database.deleteFrom('events').where('created_at', '<', before).execute()
}
