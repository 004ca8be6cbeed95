/**
 * The keys by which providers sign, kept for each connection. They are rolled without notice, so a key that is not known is asked
 * for, but at most every five minutes: whoever sends us made-up tokens must not make us call others.
 */
import type { JSONWebKeySet } from 'jose'
import type { FetchFault, GuardedFetch } from '../../lib/network/guarded-fetch.ts'
import type { OidcConnection } from './connection.ts'

export interface KeySet {
  /** Null: none, or too old to be trusted: a key that was withdrawn must end. */
  held(): JSONWebKeySet | null
  /** Asked for anew, if that was not just done. Throws KeysFault. */
  refresh(): Promise<JSONWebKeySet>
}

export class KeysFault extends Error {
  readonly code: 'keys_unreadable' | FetchFault['code']

  constructor(code: KeysFault['code'], message: string) {
    super(message)
    this.code = code
  }
}

const minute = 60_000
const askedAgainAfter = 5 * minute
const retriedAfter = 5000
const heldFor = 60 * minute
const mostConnections = 1000

interface Deps {
  readonly outside: Pick<GuardedFetch, 'fetch'>
  now(): Date
}

export function createKeySets(deps: Deps): (connection: Pick<OidcConnection, 'id' | 'metadata'>) => KeySet {
  const sets = new Map<number, { readonly url: string; readonly keys: KeySet }>()
  return ({ id, metadata: { jwks_uri: url } }) => {
    const known = sets.get(id)
    if (known?.url === url) return known.keys
    const keys = createKeySet(url, deps)
    sets.delete(id)
    sets.set(id, { url, keys })
    const [oldest] = sets.keys()
    if (sets.size > mostConnections && oldest !== undefined) sets.delete(oldest)
    return keys
  }
}

function createKeySet(url: string, { outside, now }: Deps): KeySet {
  let last: { readonly at: number; readonly asked: Promise<JSONWebKeySet> } | null = null
  let good: { readonly at: number; readonly keys: JSONWebKeySet } | null = null
  return {
    held: () => (good && now().getTime() - good.at < heldFor ? good.keys : null),
    refresh() {
      const at = now().getTime()
      const wait = good !== null && good.at === last?.at ? askedAgainAfter : retriedAfter
      if (last && at - last.at < wait) return last.asked
      const asked = fetchKeys(url, outside)
      last = { at, asked }
      asked.then(
        keys => {
          good = { at, keys }
        },
        () => {},
      )
      return asked
    },
  }
}

async function fetchKeys(url: string, outside: Deps['outside']): Promise<JSONWebKeySet> {
  const body = await outside
    .fetch(url, { headers: { accept: 'application/json' } })
    .then(readJson, (error: FetchFault) => {
      throw new KeysFault(error.code, error.message)
    })
  const keys: unknown = (body as { keys?: unknown } | null)?.keys
  if (!Array.isArray(keys)) throw new KeysFault('keys_unreadable', 'the key set is not one')
  // A secret has no place there: taken for a key, it would be one that everybody knows.
  return { keys: keys.filter(key => ['RSA', 'EC', 'OKP'].includes(key?.kty)) }
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status !== 200) throw new KeysFault('keys_unreadable', `the key set is answered with ${response.status}`)
  return response.json().catch(() => null)
}
