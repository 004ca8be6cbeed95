import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { FactorCode, Nothing } from '../identity/schema.ts'
import * as shape from './schema.ts'
import {
  beginAuthenticator,
  confirmAuthenticator,
  type FindOwn,
  type OwnFactorDeps,
  readSecondFactor,
  removeAuthenticator,
  renewRecoveryCodes,
} from './second-factor.ts'

export function secondFactorRoutes(deps: OwnFactorDeps, own: FindOwn): FastifyPluginAsyncTypebox {
  const tags = ['Sign-in']
  return async app => {
    app.get('/api/me/second-factor', {
      schema: { tags, summary: 'My second factor', response: { 200: shape.SecondFactor } },
      handler: async (request, reply) => readSecondFactor(deps.database.kysely, (await own(request, reply)).user.id),
    })

    app.post('/api/me/authenticator', {
      schema: {
        tags,
        summary: 'Set up an authenticator program',
        description:
          'Gives the secret for it, once. It counts after a right code: `POST /api/me/authenticator/confirmation`. 409 when there is one.',
        body: shape.CurrentPassword,
        response: { 200: shape.NewAuthenticator },
      },
      handler: async (request, reply) =>
        beginAuthenticator(deps, await own(request, reply), request.body.current_password, new Date()),
    })

    app.post('/api/me/authenticator/confirmation', {
      schema: {
        tags,
        summary: 'Show the first code of the authenticator program',
        description:
          'From now on each sign-in by the password asks for one. All my other browsers are signed out. The recovery codes are told here and never again; none, where a passkey gave some before.',
        body: FactorCode,
        response: { 200: shape.RecoveryCodes },
      },
      handler: async (request, reply) =>
        confirmAuthenticator(deps, await own(request, reply), request.body.code, new Date()),
    })

    app.post('/api/me/authenticator/removal', {
      schema: {
        tags,
        summary: 'Remove my authenticator program',
        description: 'And the recovery codes, where there is no passkey. Harmless when there is none.',
        body: shape.CurrentPassword,
        response: { 200: Nothing },
      },
      handler: async (request, reply) => {
        await removeAuthenticator(deps, await own(request, reply), request.body.current_password, new Date())
        return {}
      },
    })

    app.post('/api/me/recovery-codes', {
      schema: {
        tags,
        summary: 'Make new recovery codes',
        description: 'Those before end. 409 without a second factor.',
        body: shape.CurrentPassword,
        response: { 200: shape.RecoveryCodes },
      },
      handler: async (request, reply) =>
        renewRecoveryCodes(deps, await own(request, reply), request.body.current_password, new Date()),
    })
  }
}
