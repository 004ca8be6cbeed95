import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ById, Id, Moment, Nullable, Sent } from '../http/shapes.ts'
import { Nothing } from '../identity/schema.ts'
import { forms } from '../lib/forms.ts'
import { listPasskeys } from '../passkeys/list-passkeys.ts'
import { CreationOptions, SentRegistration } from '../passkeys/schema.ts'
import { browserOf, sendCookies } from '../sessions/browser-requests.ts'
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from './passkeys.ts'
import { CurrentPassword, RecoveryCodes } from './schema.ts'
import type { FindOwn, OwnFactorDeps } from './second-factor.ts'

const name = Type.String({ maxLength: 1000, 'x-form': forms.line(100), examples: ['My laptop'] })

const Passkey = Type.Object({
  id: Id,
  name,
  synced: Type.Boolean({ description: 'Whether it is on several devices, or kept by the maker of one.' }),
  created_at: Moment,
  last_used_at: Nullable(Moment, { description: 'Null: never.' }),
})

export function passkeyRoutes(deps: OwnFactorDeps, own: FindOwn): FastifyPluginAsyncTypebox {
  const tags = ['Sign-in']
  return async app => {
    app.get('/api/me/passkeys', {
      schema: { tags, summary: 'My passkeys', response: { 200: Type.Object({ passkeys: Type.Array(Passkey) }) } },
      handler: async (request, reply) => {
        const { user } = await own(request, reply)
        return { passkeys: await listPasskeys(deps.database.kysely, user.id) }
      },
    })

    app.post('/api/me/passkeys/options', {
      schema: {
        tags,
        summary: 'Begin to add a passkey',
        description: 'What the browser is to make one of. A cookie says whom it was told.',
        body: CurrentPassword,
        response: { 200: CreationOptions },
      },
      handler: async (request, reply) => {
        const session = await own(request, reply)
        const password = request.body.current_password
        const { options, cookies } = await beginPasskey(deps, session, password, browserOf(request), new Date())
        sendCookies(reply, cookies)
        return options
      },
    })

    app.post('/api/me/passkeys', {
      schema: {
        tags,
        summary: 'Add a passkey',
        description:
          'From the browser that was told the options, within five minutes. With the first factor of the account each sign-in by the password asks for one from now on, all my other browsers are signed out, and the recovery codes are told here and never again; with another one there are none.',
        body: Sent({ name, passkey: SentRegistration }),
        response: { 201: Type.Object({ passkey: Passkey, ...RecoveryCodes.properties }) },
      },
      handler: async (request, reply) => {
        const session = await own(request, reply)
        return reply.code(201).send(await addPasskey(deps, session, request.body, browserOf(request), new Date()))
      },
    })

    app.patch('/api/me/passkeys/:id', {
      schema: {
        tags,
        summary: 'Rename a passkey of mine',
        params: ById,
        body: Sent({ name }),
        response: { 200: Passkey },
      },
      handler: async (request, reply) => {
        const session = await own(request, reply)
        return renamePasskey(deps, session, { ...request.params, ...request.body }, new Date())
      },
    })

    app.post('/api/me/passkeys/:id/removal', {
      schema: {
        tags,
        summary: 'Remove a passkey of mine',
        description:
          'Whoever is signed in by it is signed out, but for this browser. With the last factor the recovery codes end too.',
        params: ById,
        body: CurrentPassword,
        response: { 200: Nothing },
      },
      handler: async (request, reply) => {
        const session = await own(request, reply)
        const asked = { id: request.params.id, password: request.body.current_password }
        await removePasskey(deps, session, asked, new Date())
        return {}
      },
    })
  }
}
