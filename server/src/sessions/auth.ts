/**
 * Sessions and their cookies, by better-auth on our own tables. It is used as a library: none of its HTTP endpoints is
 * reachable, so nobody can sign up, rename or delete an account past our own verbs.
 */
import { createHmac } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies'
import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth/types'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { findImpersonated } from './find-impersonated.ts'
import { hashSessionTokens } from './hashed-sessions.ts'

const day = 24 * 60 * 60

/** What is known of the browser that asks. */
export interface Browser {
  readonly cookie: string | undefined
  /** Null: not known. */
  readonly ip: string | null
  readonly userAgent: string | undefined
}

export interface SignedInUser {
  readonly id: number
  readonly email: string
  readonly first_name: string
  readonly last_name: string
}

export interface Impersonator extends SignedInUser {
  readonly ends_at: Date
}

export interface Session {
  /** Null: nobody is signed in; or, with a token, somebody was who acted as somebody else, and may not any more. */
  readonly user: SignedInUser | null
  /** Who acts as the user, in a session of their own; null: nobody does. */
  readonly impersonator: Impersonator | null
  /** What the browser's cookie holds; null: nobody is signed in. */
  readonly token: string | null
  readonly cookies: Cookies
}

/** Values of `set-cookie` that must go out with the answer. */
export type Cookies = readonly string[]

export interface Auth {
  /** Signs a browser in. Whoever it was before is signed out of it: nobody comes back to a session whose cookie is gone. */
  startSession(userId: number, browser: Browser): Promise<Cookies>
  /** Who is signed in, null when nobody is. A session in use is renewed once a day: hence the cookies. */
  findSession(browser: Browser): Promise<Session>
  /** Signs the browser out; harmless when nobody is signed in. */
  endSession(browser: Browser): Promise<Cookies>
}

export interface AuthDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl' | 'secretKey'>
  /** Hears of what the library could not do; the console when absent. */
  readonly log?: { error(details: object, message: string): void }
}

export function createAuth(deps: AuthDeps): Auth {
  const { api } = betterAuth(authOptions(deps))
  const headersOf = ({ cookie }: Pick<Browser, 'cookie'>) => new Headers(cookie === undefined ? {} : { cookie })
  return {
    async startSession(userId, { ip, userAgent, ...browser }) {
      const body = { userId: String(userId), ipAddress: ip, userAgent: userAgent?.slice(0, 500) ?? null }
      const { headers } = await api.startSession({ body, headers: headersOf(browser), returnHeaders: true })
      return headers.getSetCookie()
    },
    async findSession(browser) {
      const asked = { headers: headersOf(browser), returnHeaders: true } as const
      const { headers, response } = await api.getSession(asked).catch(sayUnavailable)
      const cookies = headers.getSetCookie()
      if (!response) return { user: null, impersonator: null, token: null, cookies }
      const { token, impersonatesId, impersonationEndsAt: ends_at } = response.session
      const owner = {
        id: Number(response.user.id),
        email: response.user.email,
        first_name: response.user.name,
        last_name: response.user.lastName,
      }
      if (impersonatesId == null || !ends_at) return { user: owner, impersonator: null, token, cookies }
      const user = ends_at > new Date() ? await findImpersonated(deps.database.kysely, owner.id, impersonatesId) : null
      return { user, impersonator: { ...owner, ends_at }, token, cookies }
    },
    async endSession(browser) {
      const asked = { headers: headersOf(browser), returnHeaders: true } as const
      const { headers } = await api.endSession(asked).catch(sayUnavailable)
      return headers.getSetCookie()
    },
  }
}

/** The library tells that it failed and not of what; there is nothing but the database that it could fail of. */
function sayUnavailable(error: unknown): never {
  throw error instanceof APIError && error.statusCode >= 500
    ? new Refusal('unavailable', 'Try again in a moment.')
    : error
}

function authOptions({ database: { kysely }, config, log }: AuthDeps) {
  return {
    appName: 'Usher',
    baseURL: config.publicUrl,
    // Given as a list, because the library would rather take one from its own environment variable than a single one.
    secrets: [{ version: 1, value: deriveSecret(config.secretKey) }],
    database: { db: kysely, type: 'postgres', transaction: true },
    user: {
      modelName: 'users',
      fields: { name: 'first_name', emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: { lastName: { type: 'string', required: true, input: false, fieldName: 'last_name' } },
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        token: 'token_hash',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      additionalFields: {
        impersonatesId: { type: 'number', required: false, input: false, fieldName: 'impersonates_id' },
        impersonationEndsAt: { type: 'date', required: false, input: false, fieldName: 'impersonation_ends_at' },
      },
      expiresIn: 30 * day,
      updateAge: day,
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        providerId: 'provider_id',
        accountId: 'account_id',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
      storeIdentifier: 'hashed',
    },
    telemetry: { enabled: false },
    logger: { level: 'error', ...(log && { log: (_, message, ...details) => log.error({ details }, message) }) },
    advanced: {
      cookiePrefix: 'usher',
      useSecureCookies: config.publicUrl.startsWith('https:'),
      // Ids are the database's. Its check of the schema would ask for columns that we have no use for (`image`).
      database: { generateId: 'serial', validateSchema: false },
    },
    plugins: [sessions],
  } satisfies BetterAuthOptions
}

interface NewSession {
  userId: string
  ipAddress: string | null
  userAgent: string | null
}
const newSession = { $Infer: { body: {} as NewSession } } // how the library is told the type of a body

const sessions = {
  id: 'usher-sessions',
  init: context => ({ context: { adapter: hashSessionTokens(context.adapter) } }),
  endpoints: {
    startSession: createAuthEndpoint.serverOnly({ method: 'POST', metadata: newSession }, async context => {
      const { userId, ...browser } = context.body
      const { internalAdapter, adapter, authCookies, secret } = context.context
      const before = await context.getSignedCookie(authCookies.sessionToken.name, secret)
      if (before) await adapter.delete({ model: 'session', where: [{ field: 'token', value: before }] })
      const user = await internalAdapter.findUserById(userId)
      if (!user) throw new Error(`There is no user ${userId} to sign in.`)
      const session = await internalAdapter.createSession(userId, false, browser)
      await setSessionCookie(context, { session, user })
    }),
    // The library's own sign-out tells the browser that it is done when the database could not be reached.
    endSession: createAuthEndpoint.serverOnly({ method: 'POST', requireHeaders: true }, async context => {
      const { adapter, authCookies, secret } = context.context
      const token = await context.getSignedCookie(authCookies.sessionToken.name, secret)
      if (token) await adapter.delete({ model: 'session', where: [{ field: 'token', value: token }] })
      deleteSessionCookie(context)
    }),
  },
} satisfies BetterAuthPlugin

/** Not the key itself, so that nothing signed for a cookie is ever valid for something else. */
function deriveSecret(secretKey: string): string {
  return createHmac('sha256', secretKey).update('sessions').digest('base64url')
}
