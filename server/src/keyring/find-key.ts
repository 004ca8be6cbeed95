/**
 * Which key a caller shows. What the database says is good for half a second, so that a busy key costs two small queries
 * a second and a revocation holds everywhere within one. Texts that cannot be a key of ours never reach the database.
 */
import type { Database } from '../db/database.ts'
import { createLastUse } from './last-use.ts'
import { createLookUp, type KeyThatIs, type StoredKey } from './look-up.ts'
import { parseRawKey } from './raw-key.ts'

export type FoundKey =
  | StoredKey
  | KeyThatIs<'expired'>
  | KeyThatIs<'not_allowed_from_here'>
  | { readonly state: 'unknown' | 'mistyped'; readonly prefix: string }

export type LiveKey = KeyThatIs<'live'>

export interface Keyring {
  /** What the text is that a caller at an address (null: not known) shows as a key. Rejects when the database cannot say. */
  find(rawKey: string, address?: string | null): Promise<FoundKey>
  /** Writes what is not written yet of when keys were last used. Call it before the database is closed. */
  close(): Promise<void>
}

export interface KeyringOptions {
  readonly database: Database
  readonly now: () => Date
  /** How many keys are remembered at most: beyond, those asked for longest ago go first. */
  readonly maxRemembered?: number
}

const goodForMs = 500

interface Answer {
  /** Before its query was sent: what was committed by then is in it. */
  readonly askedAt: number
  readonly found: Promise<StoredKey | { readonly state: 'unknown'; readonly prefix: string }>
}

export function createKeyring({ database, now, maxRemembered = 10_000 }: KeyringOptions): Keyring {
  const answers = new Map<string, Answer>() // by hash, in the order in which they were asked for
  const lookUp = createLookUp(database)
  const lastUse = createLastUse(database)

  function findByHash(hash: string, prefix: string): Answer['found'] {
    const time = now().getTime()
    const answer = answers.get(hash)
    const age = answer ? time - answer.askedAt : -1 // below zero too when the clock was put back: an answer is then old
    if (answer && age >= 0 && age < goodForMs) return answer.found
    const found = lookUp(hash).then(key => key ?? ({ state: 'unknown', prefix } as const))
    remember(hash, { askedAt: time, found })
    found.catch(() => answers.get(hash)?.found === found && answers.delete(hash))
    return found
  }

  function remember(hash: string, answer: Answer): void {
    answers.delete(hash)
    answers.set(hash, answer)
    if (answers.size > maxRemembered) answers.delete(answers.keys().next().value as string)
  }

  return {
    async find(rawKey, address = null) {
      const parsed = parseRawKey(rawKey)
      if (parsed.state === 'foreign') return { state: 'unknown', prefix: parsed.prefix }
      if (parsed.state === 'mistyped') return parsed
      const found = await findByHash(parsed.hash.toString('hex'), parsed.prefix)
      if (found.state !== 'live') return found
      const time = now()
      if (found.expiresAt !== null && found.expiresAt <= time) return { ...found, state: 'expired' }
      if (!found.mayComeFrom(address)) return { ...found, state: 'not_allowed_from_here' }
      lastUse.note(found.id, time)
      return found
    },
    close: lastUse.close,
  }
}
