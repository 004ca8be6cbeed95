/** The learner's way in: sign-in and sign-out, set-password links, a forgotten password, and who I am. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Config } from '../config.ts'
import { addressOf } from '../http/credentials.ts'
import { tagged } from '../http/etag.ts'
import { listFactorAsked } from '../places/factor-asked.ts'
import { listClosed, listPlaces, type Place } from '../places/list-places.ts'
import { browserOf, refuseOtherSites, sendCookies } from '../sessions/browser-requests.ts'
import type { EndedSession, Sessions } from '../sessions/sessions.ts'
import { getSession } from '../sessions/signed-in.ts'
import { answerWayIn } from './answer-way-in.ts'
import { showSecondFactor } from './let-in.ts'
import { type PasswordLinkDeps, renewPasswordLink, requestPasswordLink } from './mail-password-link.ts'
import { openPasswordLink } from './open-password-link.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { readMe } from './read-me.ts'
import * as shape from './schema.ts'
import { setPassword } from './set-password.ts'
import { signIn } from './sign-in.ts'

export interface IdentityDeps extends PasswordLinkDeps {
  readonly sessions: Sessions
  readonly config: Pick<Config, 'publicUrl' | 'passwordLinkDays' | 'smtpUrl' | 'secretKey'>
  /** Where the browser goes on to, to sign out at the provider that vouched too; null: nowhere. */
  readonly signOutThere: (by: NonNullable<EndedSession['by']>) => Promise<string | null>
}

export function identityRoutes(deps: IdentityDeps): FastifyPluginAsyncTypebox {
  return async app => {
    app.addHook('onRequest', refuseOtherSites(deps.config))
    app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))
    await app.register(sessionRoutes(deps))
    await app.register(passkeyRoutes(deps))
    await app.register(passwordRoutes(deps))
  }
}

function sessionRoutes(deps: IdentityDeps): FastifyPluginAsyncTypebox {
  const { sessions, signOutThere } = deps
  const tags = ['Sign-in']
  return async app => {
    app.post('/api/auth/sign-in/email', {
      schema: {
        tags,
        summary: 'Sign in',
        description: '202 where the account has a second factor: nobody is signed in before it was shown.',
        body: shape.SignIn,
        response: shape.ways,
      },
      handler: async (request, reply) =>
        answerWayIn(reply, await signIn(deps, { ...request.body, browser: browserOf(request) }, new Date())),
    })

    app.post('/api/auth/second-factor', {
      schema: {
        tags,
        summary: 'Show the second factor and sign in',
        description:
          'After a 202 of any way in, from the same browser. A code works once. 401 when it took longer than ten minutes or more than five tries: then sign in from the beginning.',
        body: shape.FactorCode,
        response: { 200: shape.SignedIn },
      },
      handler: async (request, reply) => {
        const { user, cookies } = await showSecondFactor(deps, request.body, browserOf(request), new Date())
        sendCookies(reply, cookies)
        return { user }
      },
    })

    app.post('/api/auth/sign-out', {
      schema: {
        tags,
        summary: 'Sign out',
        description: 'The session is over with the answer, whether or not the browser goes on to sign out there too.',
        response: { 200: shape.SignedOut },
      },
      handler: async (request, reply) => {
        const { cookies, by } = await sessions.end(browserOf(request))
        sendCookies(reply, cookies)
        return { url: by && (await signOutThere(by)) }
      },
    })

    app.get('/api/auth/get-session', {
      schema: { tags, summary: 'Who is signed in, if anybody', response: { 200: shape.Session } },
      handler: async (request, reply) => {
        const { user, cookies } = await sessions.find(browserOf(request))
        sendCookies(reply, cookies)
        return { user }
      },
    })

    app.get('/api/me', {
      schema: {
        tags,
        summary: 'Who I am, where I belong, and what I may do there',
        response: { 200: shape.Me },
      },
      handler: async (request, reply) => {
        const session = await getSession(sessions, request, reply)
        const { impersonator, signedInBy } = session
        const [places, closed, asked, me] = await Promise.all([
          listPlaces(deps.database.kysely, session.visitor),
          listClosed(deps.database.kysely, session.visitor),
          listFactorAsked(deps.database.kysely, session.visitor),
          readMe(deps.database.kysely, session.user.id),
        ])
        const { locale, ...user } = tagged(reply, me)
        const sends_mail = deps.config.smtpUrl !== null
        const signed_in_by = { method: signedInBy.method, second_factor: signedInBy.withSecondFactor }
        const organizations = places.map(showPlace)
        const second_factor_asked = asked.map(({ dueAt, isClosed, ...place }) => ({
          ...place,
          from: dueAt,
          closed: isClosed,
        }))
        const about = { locale, sends_mail, organizations, second_factor_asked, closed }
        return { user, impersonated_by: impersonator, signed_in_by, ...about }
      },
    })
  }
}

function passwordRoutes(deps: IdentityDeps): FastifyPluginAsyncTypebox {
  const tags = ['Passwords']
  return async app => {
    app.get('/api/password-links/:token', {
      schema: {
        tags,
        summary: 'Look at a set-password link',
        description: 'Never spends it. 404 once it was used or replaced by a newer one.',
        params: shape.LinkToken,
        response: { 200: shape.PasswordLink },
      },
      handler: request => openPasswordLink(deps, request.params.token, new Date()),
    })

    app.post('/api/password-links/:token', {
      schema: {
        tags,
        summary: 'Set the password and sign in',
        description: 'Spends the link, once. 410 when it has expired; a password that cannot be used leaves it alive.',
        params: shape.LinkToken,
        body: shape.NewPassword,
        response: shape.ways,
      },
      handler: async (request, reply) => {
        const asked = { token: request.params.token, password: request.body.password, browser: browserOf(request) }
        return answerWayIn(reply, await setPassword(deps, asked, new Date()))
      },
    })

    app.post('/api/password-links/:token/renewal', {
      schema: {
        tags,
        summary: 'Mail a new link in place of an expired one',
        params: shape.LinkToken,
        response: { 202: shape.Nothing },
      },
      handler: async (request, reply) => {
        await renewPasswordLink(deps, request.params.token, new Date())
        return reply.code(202).send({})
      },
    })

    app.post('/api/password-requests', {
      schema: {
        tags,
        summary: 'Forgotten password: mail a link',
        description: 'The answer is the same whether or not the email has an account.',
        body: shape.PasswordRequest,
        response: { 202: shape.Nothing },
      },
      handler: async (request, reply) => {
        await requestPasswordLink(deps, { email: request.body.email, ip: addressOf(request) }, new Date())
        return reply.code(202).send({})
      },
    })
  }
}

function showPlace({ id, slug, name, role, permissions, teams }: Place) {
  const shown = teams.map(team => ({ ...team, permissions: [...team.permissions] }))
  return { id, slug, name, role, permissions: [...permissions], teams: shown }
}
