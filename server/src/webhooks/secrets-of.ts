import type { Reader } from '../db/database.ts'
import { unseal } from '../lib/seal.ts'

interface Sealed {
  readonly secret: Buffer
  readonly old_secret: Buffer | null
  readonly old_secret_until: Date | null
}

/** What a webhook is signed with at `now`, the newest first. Throws when SECRET_KEY is another one than it was. */
export async function secretsOf(
  reader: Reader,
  id: number,
  config: { readonly secretKey: string },
  now: Date,
): Promise<string[]> {
  const row = await reader
    .selectFrom('webhooks')
    .select(['secret', 'old_secret', 'old_secret_until'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? unsealSecrets(row, config, now) : []
}

export function unsealSecrets(
  { secret, old_secret, old_secret_until }: Sealed,
  { secretKey }: { readonly secretKey: string },
  now: Date,
): string[] {
  const isOldGood = old_secret !== null && old_secret_until !== null && old_secret_until > now
  return [secret, ...(isOldGood ? [old_secret] : [])].map(sealed => unseal(sealed, secretKey))
}
