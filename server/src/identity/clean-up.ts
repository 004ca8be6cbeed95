/** Sign-in leaves rows behind that time makes worthless. Each is meant to run once an hour or so. */
import type { Reader } from '../db/database.ts'

export async function deleteOldSessions(database: Reader, now: Date): Promise<void> {
  await database.deleteFrom('sessions').where('expires_at', '<=', now).execute()
  await database.deleteFrom('pending_sign_ins').where('expires_at', '<=', now).execute()
  await database.deleteFrom('passkey_challenges').where('expires_at', '<=', now).execute()
}

export async function deleteOldAttempts(database: Reader, now: Date): Promise<void> {
  await database.deleteFrom('attempts').where('ends_at', '<=', now).execute()
}
