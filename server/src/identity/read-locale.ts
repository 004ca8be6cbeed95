import type { Reader } from '../db/database.ts'

/** The language that a person chose; null: none. */
export async function readLocale(reader: Reader, userId: number): Promise<string | null> {
  const row = await reader.selectFrom('users').select('locale').where('id', '=', userId).executeTakeFirst()
  return row?.locale ?? null
}
