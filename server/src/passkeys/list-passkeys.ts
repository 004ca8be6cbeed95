import type { Reader } from '../db/database.ts'

/** As their person sees one, of rows of `passkeys`. */
export const shown = ['id', 'name', 'backed_up as synced', 'created_at', 'last_used_at'] as const

/** The oldest first. */
export async function listPasskeys(reader: Reader, userId: number) {
  const rows = await reader.selectFrom('passkeys').select(shown).where('user_id', '=', userId).orderBy('id').execute()
  return rows
}

/** As browsers are told of them. */
export async function listCredentials(reader: Reader, userId: number) {
  const rows = await reader
    .selectFrom('passkeys')
    .select(['credential_id as id', 'transports'])
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
  return rows.map(row => ({ ...row, type: 'public-key' as const }))
}
