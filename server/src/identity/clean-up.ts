/** Sign-in leaves rows behind that time makes worthless. */
import type { Reader } from '../db/database.ts'

/** Deletes sessions, attempts and verifications that ended before `now`. Meant to run once an hour or so. */
export async function deleteExpired(database: Reader, now: Date): Promise<void> {
  await database.deleteFrom('sessions').where('expires_at', '<=', now).execute()
  await database.deleteFrom('attempts').where('ends_at', '<=', now).execute()
  await database.deleteFrom('verifications').where('expires_at', '<=', now).execute()
}
