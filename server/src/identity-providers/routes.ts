import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import type { GuardedFetch } from '../lib/network/guarded-fetch.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { listMappings, setMappings } from './mappings.ts'
import { getProvider, listProviders, listSignOns } from './queries.ts'
import { readSaml } from './read-saml.ts'
import { rollKey } from './roll-key.ts'
import * as shape from './schema.ts'
import { createProvider, deleteProvider, updateProvider } from './write-provider.ts'

export interface IdentityProviderDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl' | 'secretKey'>
  readonly outside: Pick<GuardedFetch, 'fetch'>
}

export function identityProviderRoutes({ database, config, outside }: IdentityProviderDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Identity providers']
  return async app => {
    app.get('/api/identity-providers', {
      config: mayRead('identity_provider'),
      schema: {
        tags,
        summary: 'List identity providers',
        querystring: shape.IdentityProviderList,
        response: { 200: shape.IdentityProviderPage },
      },
      handler: async request => {
        const { organization, ...page } = request.query
        const { id } = await getOrganizationInReach(kysely, principalOf(request).organization, organization)
        return listProviders(kysely, config, { ...page, organizationId: id })
      },
    })

    app.post('/api/identity-providers', {
      config: { permission: 'settings.edit', proof: true },
      schema: {
        tags,
        summary: 'Add an identity provider',
        description:
          'By OpenID Connect (`oidc` and `client_secret`) or SAML 2.0 (`saml`). It is off until somebody has signed in by it to try it, and counts in its organization and below alone.',
        querystring: Writing,
        body: shape.NewIdentityProvider,
        response: made(shape.IdentityProvider),
      },
      handler: async (request, reply) => {
        const { saml, ...body } = request.body
        const provider = { ...body, ...(saml && { saml: await readSaml(outside, saml) }) }
        return change(database, request, reply, 201, (transaction, by, principal) =>
          createProvider(transaction, config, principal, provider, by),
        )
      },
    })

    app.get('/api/identity-providers/:id', {
      config: mayRead('identity_provider'),
      schema: { tags, summary: 'Read an identity provider', params: ById, response: { 200: shape.IdentityProvider } },
      handler: async (request, reply) =>
        tagged(reply, await getProvider(kysely, config, principalOf(request), request.params.id)),
    })

    app.patch('/api/identity-providers/:id', {
      config: { permission: 'settings.edit', proof: true },
      schema: {
        tags,
        summary: 'Change an identity provider, or switch it on or off',
        description:
          'What it is trusted for (`oidc`, `saml`, `client_secret`, `claims`) switches it off until it is tried again; and takes that nobody signs in by it who may do more than you.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.IdentityProviderChanges,
        response: changed(shape.IdentityProvider),
      },
      handler: async (request, reply) => {
        const which = { id: request.params.id, ifMatch: request.headers['if-match'] }
        const { saml, ...body } = request.body
        const changes = { ...body, ...(saml && { saml: await readSaml(outside, saml) }) }
        return change(database, request, reply, 200, (transaction, by, principal) =>
          updateProvider(transaction, config, principal, which, changes, by),
        )
      },
    })

    app.delete('/api/identity-providers/:id', {
      config: { permission: 'settings.edit', proof: true },
      schema: {
        tags,
        summary: 'Take an identity provider away',
        description: 'Whom it knows is forgotten, and their sessions end. What they were given stays.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) => {
        const which = { id: request.params.id, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 204, (transaction, by, principal) =>
          deleteProvider(transaction, config, principal, which, by),
        )
      },
    })

    app.post('/api/identity-providers/:id/keys', {
      config: { permission: 'settings.edit', proof: true },
      schema: {
        tags,
        summary: 'Let another key follow ours',
        description:
          'Of SAML, in three steps: publish the next one, have the provider read our metadata again, switch to it, and remove the old one. The provider stays switched on.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.KeyRoll,
        response: changed(shape.IdentityProvider),
      },
      handler: (request, reply) => {
        const which = { id: request.params.id, ifMatch: request.headers['if-match'], step: request.body.step }
        return change(database, request, reply, 200, (transaction, by, principal) =>
          rollKey(transaction, config, principal, which, by),
        )
      },
    })

    app.get('/api/identity-providers/:id/mappings', {
      config: mayRead('identity_provider'),
      schema: {
        tags,
        summary: 'What its claims give',
        params: ById,
        response: { 200: shape.Mappings },
      },
      handler: async request => {
        const { id } = await getProvider(kysely, config, principalOf(request), request.params.id)
        return { data: await listMappings(kysely, id) }
      },
    })

    app.put('/api/identity-providers/:id/mappings', {
      config: { permission: 'settings.edit', proof: true },
      schema: {
        tags,
        summary: 'Say what its claims give',
        description:
          'In place of what was said. Each gives a group, a team or a role when somebody comes in, and no more than you may give now. A claim that the provider does not say, or not whole, takes nothing away.',
        params: ById,
        querystring: Writing,
        body: shape.NewMappings,
        response: changed(shape.Mappings),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          setMappings(transaction, principal, request.params.id, request.body.mappings, by),
        ),
    })

    app.get('/api/identity-providers/:id/sign-ons', {
      config: mayRead('identity_provider'),
      schema: {
        tags,
        summary: 'List who signed in by it, and who could not',
        description:
          'Whoever could not come in was told the id. Who it was (`user_id`, `subject`, `email`, and what a report says of the person) takes `users.view` too, and is null without it.',
        params: ById,
        querystring: shape.SignOnList,
        response: { 200: shape.SignOnPage },
      },
      handler: async request => {
        const caller = principalOf(request)
        const { id } = await getProvider(kysely, config, caller, request.params.id)
        return listSignOns(kysely, caller, { ...request.query, providerId: id })
      },
    })
  }
}
