/** A connection's platform, ready to be called. */
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { GuardedFetch } from '../lib/network/guarded-fetch.ts'
import { Refusal } from '../lib/refusal.ts'
import type { ConnectionKind, Platforms } from './kinds.ts'
import { type Clock, createPermits, realClock } from './permits.ts'
import type { Platform } from './platform.ts'
import { readSecrets } from './write-connection.ts'

export interface PlatformDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly platforms: Platforms
  readonly outside: Pick<GuardedFetch, 'fetch'>
  readonly config: Pick<Config, 'secretKey'>
  readonly clock?: Clock
}

interface Kept {
  readonly id: number
  readonly kind: ConnectionKind
  readonly settings: unknown
  readonly secretsSealed: Buffer | null
}

/** Each call waits for its permit, and what waits is over when the signal comes. `onCall` hears of each. */
export function openPlatform(
  { database, platforms, outside, config, clock = realClock }: PlatformDeps,
  { id, kind, settings, secretsSealed }: Kept,
  { signal, onCall }: { readonly signal?: AbortSignal; readonly onCall?: () => void } = {},
): Platform {
  const take = createPermits(database, id, clock)
  const permit = async () => {
    await take(signal)
    onCall?.()
  }
  const secrets = readSecrets(secretsSealed, config.secretKey)
  const fetch: GuardedFetch['fetch'] = (url, asking) => outside.fetch(url, { ...asking, signal })
  return platforms[kind]({ settings, secrets, fetch, permit, now: clock.now })
}

/** Throws where there is none, and `conflict` for an archived organization: nobody is called for one. */
export async function openById(deps: PlatformDeps, id: number): Promise<Platform> {
  const { kind, settings, secrets_sealed, archived_at } = await deps.database.kysely
    .selectFrom('connections as connection')
    .innerJoin('organizations as organization', 'organization.id', 'connection.organization_id')
    .select(['connection.kind', 'connection.settings', 'connection.secrets_sealed', 'organization.archived_at'])
    .where('connection.id', '=', id)
    .executeTakeFirstOrThrow()
  if (archived_at) throw new Refusal('conflict', 'The organization is archived: nothing of it changes any more.')
  return openPlatform(deps, { id, kind: kind as ConnectionKind, settings, secretsSealed: secrets_sealed })
}
