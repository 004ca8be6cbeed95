/** What people do with their own account, signed in. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { addressOf } from '../http/credentials.ts'
import { tagged } from '../http/etag.ts'
import { IfMatch } from '../http/shapes.ts'
import { answerWayIn } from '../identity/answer-way-in.ts'
import { Nothing, ways } from '../identity/schema.ts'
import { requireOneself } from '../impersonation/require-oneself.ts'
import { browserOf, refuseOtherSites } from '../sessions/browser-requests.ts'
import { getSession, type LiveSession } from '../sessions/signed-in.ts'
import { askForEmail, confirmEmail, type EmailChangeDeps, openEmailChange } from './change-email.ts'
import { changePassword } from './change-password.ts'
import { readMyData } from './my-data.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { prove } from './prove.ts'
import { requireWholeAccount } from './require-whole-account.ts'
import * as shape from './schema.ts'
import type { FindOwn } from './second-factor.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'
import { mySessionRoutes } from './session-routes.ts'
import { updateMe } from './update-me.ts'

export interface MeDeps extends EmailChangeDeps {
  readonly config: Pick<Config, 'publicUrl' | 'secretKey'>
}

export function meRoutes(deps: MeDeps): FastifyPluginAsyncTypebox {
  const tags = ['Sign-in']
  /** Who it is: nobody does any of this who acts as somebody else, or whom one of several organizations vouches for. */
  async function whoAsks(request: FastifyRequest, reply: FastifyReply): Promise<LiveSession> {
    const session = await getSession(deps.sessions, request, reply)
    requireOneself(session.actor)
    await requireWholeAccount(deps.database.kysely, session)
    return session
  }
  const own: FindOwn = async (request, reply) => ({ ...(await whoAsks(request, reply)), ip: addressOf(request) })
  return async app => {
    app.addHook('onRequest', refuseOtherSites(deps.config))
    app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))

    await app.register(mySessionRoutes(deps))

    app.patch('/api/me', {
      schema: {
        tags,
        summary: 'Change my name and language',
        headers: IfMatch,
        body: shape.MyChanges,
        response: { 200: shape.MyProfile },
      },
      handler: async (request, reply) => {
        const { user, actor } = await whoAsks(request, reply)
        const by = { actor, source: null, ip: addressOf(request), receivedAt: new Date() }
        const which = { userId: user.id, ifMatch: request.headers['if-match'] }
        return { user: tagged(reply, await updateMe(deps.database, which, request.body, by)) }
      },
    })

    app.post('/api/me/proof', {
      schema: {
        tags,
        summary: 'Show once more that it is me',
        description:
          'By the password, or by a code of the authenticator program. For ten minutes then this session may do what is dangerous: operations that say so, and answer `proof_needed` otherwise.',
        body: shape.Proof,
        response: { 200: Nothing },
      },
      handler: async (request, reply) => {
        const session = await getSession(deps.sessions, request, reply)
        await prove(deps, session, request.body, addressOf(request), new Date())
        return {}
      },
    })

    app.post('/api/me/password', {
      schema: {
        tags,
        summary: 'Change my password',
        description: 'Signs all my other browsers out.',
        body: shape.PasswordChange,
        response: ways,
      },
      handler: async (request, reply) => {
        const { user, signedInBy } = await whoAsks(request, reply)
        const who = { user, withSecondFactor: signedInBy.withSecondFactor }
        return answerWayIn(reply, await changePassword(deps, who, request.body, browserOf(request), new Date()))
      },
    })

    await app.register(secondFactorRoutes(deps, own))
    await app.register(passkeyRoutes(deps, own))

    app.post('/api/me/email', {
      schema: {
        tags,
        summary: 'Ask for another email address',
        description:
          'Mails a link to that address; by it the change is confirmed. The answer is the same whether or not the address is somebody’s.',
        body: shape.EmailWish,
        response: { 202: Nothing },
      },
      handler: async (request, reply) => {
        const { user, actor } = await whoAsks(request, reply)
        requireOneself(actor)
        await askForEmail(deps, user, request.body, { ip: addressOf(request), now: new Date() })
        return reply.code(202).send({})
      },
    })

    app.get('/api/email-changes/:token', {
      schema: {
        tags,
        summary: 'Look at the change of an address by its link',
        description: 'Never spends it. 404 once it was used or replaced by a newer one.',
        params: shape.ByEmailToken,
        response: { 200: shape.OpenedEmailChange },
      },
      handler: request => openEmailChange(deps, request.params.token, new Date()),
    })

    app.post('/api/email-changes/:token', {
      schema: {
        tags,
        summary: 'Confirm the change of an address',
        description:
          'Spends the link, once. 410 when it has expired; 409 when the address belongs to another account, now or before.',
        params: shape.ByEmailToken,
        response: { 200: shape.ChangedEmail },
      },
      handler: request => confirmEmail(deps, { token: request.params.token, ip: addressOf(request) }, new Date()),
    })

    app.get('/api/me/data', {
      schema: {
        tags,
        summary: 'My data as a file',
        description: 'Everything that is kept about me, in all organizations.',
        response: { 200: shape.MyData },
      },
      handler: async (request, reply) => {
        const { user } = await whoAsks(request, reply)
        reply.header('content-disposition', 'attachment; filename="my-data.json"')
        return readMyData(deps.database.kysely, user.id, new Date())
      },
    })
  }
}
