import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Sent } from '../http/shapes.ts'
import { RequestOptions, SentAssertion } from '../passkeys/schema.ts'
import { browserOf, sendCookies } from '../sessions/browser-requests.ts'
import { askForFactorPasskey, askForPasskey } from './ask-for-passkey.ts'
import { type FactorDeps, showSecondFactor } from './let-in.ts'
import { SignedIn } from './schema.ts'
import { signInByPasskey } from './sign-in-by-passkey.ts'

export function passkeyRoutes(deps: FactorDeps): FastifyPluginAsyncTypebox {
  const tags = ['Sign-in']
  const body = Sent({ passkey: SentAssertion })
  return async app => {
    app.post('/api/auth/sign-in/passkey/options', {
      schema: {
        tags,
        summary: 'Begin to sign in with a passkey',
        description: 'What the browser is to ask for. A cookie says whom it was told.',
        response: { 200: RequestOptions },
      },
      handler: async (request, reply) => {
        const { options, cookies } = await askForPasskey(deps, browserOf(request), new Date())
        sendCookies(reply, cookies)
        return options
      },
    })

    app.post('/api/auth/sign-in/passkey', {
      schema: {
        tags,
        summary: 'Sign in with a passkey',
        description:
          'From the browser that was told the options, within five minutes. Nothing else is asked for: it has looked at who holds it. 401 whatever is wrong.',
        body,
        response: { 200: SignedIn },
      },
      handler: async (request, reply) => {
        const shown = { passkey: request.body.passkey, browser: browserOf(request) }
        const { user, cookies } = await signInByPasskey(deps, shown, new Date())
        sendCookies(reply, cookies)
        return { user }
      },
    })

    app.post('/api/auth/second-factor/passkey/options', {
      schema: {
        tags,
        summary: 'Begin to show a passkey as the second factor',
        description: 'After a 202 that names `passkey`, from the same browser.',
        response: { 200: RequestOptions },
      },
      handler: async (request, reply) => {
        const { options, cookies } = await askForFactorPasskey(deps, browserOf(request), new Date())
        sendCookies(reply, cookies)
        return options
      },
    })

    app.post('/api/auth/second-factor/passkey', {
      schema: {
        tags,
        summary: 'Show a passkey as the second factor and sign in',
        description: 'As `POST /api/auth/second-factor`, with a passkey in place of a code.',
        body,
        response: { 200: SignedIn },
      },
      handler: async (request, reply) => {
        const { user, cookies } = await showSecondFactor(deps, request.body, browserOf(request), new Date())
        sendCookies(reply, cookies)
        return { user }
      },
    })
  }
}
