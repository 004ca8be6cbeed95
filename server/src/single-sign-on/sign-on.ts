/** What a sign-in by a provider is while it is under way, by either protocol. */
import type { Config } from '../config.ts'
import type { RenewOne } from '../identity-providers/renew-metadata.ts'
import type { Cookies } from '../sessions/sessions.ts'
import type { Pending } from '../sign-on/oidc/connection.ts'
import type { Oidc } from '../sign-on/oidc/oidc.ts'
import type { ComeInDeps } from './come-in.ts'
import type { OpenConnection } from './connections.ts'
import type { SignOnTest } from './report-test.ts'
import type { Vouched } from './vouched.ts'

export interface SignOnDeps extends ComeInDeps {
  readonly config: Pick<Config, 'publicUrl'>
  readonly oidc: Oidc
  readonly open: OpenConnection
  readonly renew: RenewOne
  readonly now: () => Date
}

/** What is kept of who was sent away. */
export interface Wish {
  /** A path of ours, to go on to. */
  readonly target: string
  /** Somebody tries the provider, and is signed in by nothing of it. */
  readonly test: SignOnTest | null
  /** Somebody who is signed in by it shows once more that it is them, and is signed in by nothing of it either. */
  readonly proof: boolean
}

/** To come in, and go on there. */
export function wishFor(target: string): Wish {
  return { target, test: null, proof: false }
}

/** Waits for the provider's answer. */
export interface Begun extends Wish {
  readonly askedAt: Date
  readonly forced: boolean
  /** Of OpenID Connect. */
  readonly pending?: Pending
}

/** What was vouched for, and may wait for the browser, or for its person's own word. */
export interface Checked extends Wish {
  readonly vouched: Vouched
  readonly clockSkewMs: number | null
  /** For the report of who tries it. */
  readonly checks: CheckResults
}

export type CheckResults = readonly { readonly check: string; readonly passed: boolean }[]

/** Where the browser goes on to, with cookies to be set. */
export interface Ended {
  readonly url: string
  /** It is taken there by a form with these; absent: by a redirect. */
  readonly fields?: Readonly<Record<string, string>>
  readonly cookies: Cookies
}

export function ended(url: string): Ended {
  return { url, cookies: [] }
}

/** Of what came along: a path of ours, or the beginning. */
export function pathOf(text: string | null | undefined): string {
  if (!text || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text) || text.length > 2000) return '/'
  const base = 'https://usher.invalid'
  const url = URL.canParse(text, base) ? new URL(text, base) : null
  return url?.origin === base ? url.pathname + url.search + url.hash : '/'
}
