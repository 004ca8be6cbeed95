/** One call to Thinkific: by permit, by the guard, once. */
import { FetchFault, type GuardedFetch } from '../../lib/network/guarded-fetch.ts'
import type { PlatformFault } from '../platform.ts'
import { type Answered, faultOf, faultOfFetch } from './faults.ts'

export interface Opening {
  readonly settings: { readonly subdomain: string; readonly baseUrl: string }
  readonly key: string
  readonly fetch: GuardedFetch['fetch']
  /** Waited for before each call. */
  readonly permit: () => Promise<void>
  readonly now: () => Date
}

export interface Sent {
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: object
}

export type Outcome =
  | { readonly isRefused: false; readonly said: unknown }
  | { readonly isRefused: true; readonly said: unknown; readonly fault: PlatformFault }

type Method = 'GET' | 'POST' | 'PUT'

export type Asking = ReturnType<typeof createAsking>

export function createAsking({ settings: { subdomain, baseUrl }, key, fetch, permit, now }: Opening) {
  const base = baseUrl.replace(/\/+$/, '')
  const credentials = credentialsOf(key, subdomain)

  async function call(method: Method, path: string, { query = {}, body }: Sent): Promise<Answered> {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const headers = { accept: 'application/json', ...credentials, ...(body && { 'content-type': 'application/json' }) }
    await permit()
    const answer = await fetch(`${base}${path}${search.size > 0 ? `?${search}` : ''}`, {
      ...{ method, headers, once: true },
      ...(body && { body: JSON.stringify(body) }),
    })
    return read(answer, key)
  }

  /** Throws what went wrong, but for something sent that cannot be, where that `isExpected`. */
  return async (
    method: Method,
    path: string,
    sent: Sent = {},
    isExpected: (said: unknown) => boolean = () => false,
  ): Promise<Outcome> => {
    const answered = await call(method, path, sent).catch(error => {
      throw error instanceof FetchFault ? faultOfFetch(error) : error
    })
    const fault = faultOf(answered, now())
    if (fault === null) return { isRefused: false, said: answered.said }
    if (fault.kind === 'rejected' && isExpected(answered.said)) return { isRefused: true, said: answered.said, fault }
    throw fault
  }
}

/** A key of the site has 32 characters; what is longer is a token. */
function credentialsOf(key: string, subdomain: string): Readonly<Record<string, string>> {
  if (key.length > 32) return { authorization: `Bearer ${key}` }
  return { 'x-auth-api-key': key, 'x-auth-subdomain': subdomain }
}

/** Whatever they say of our key, we do not say again. */
async function read(answer: Response, key: string): Promise<Answered> {
  const text = (await answer.text()).replaceAll(key, '…')
  const { status, headers } = answer
  if (text.trim() === '') return { status, headers, said: null, isPage: false }
  try {
    return { status, headers, said: JSON.parse(text), isPage: false }
  } catch {
    return { status, headers, said: null, isPage: true }
  }
}
