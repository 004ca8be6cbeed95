import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ask, callIn } from '../api/ask.ts'
import { change } from '../api/change.ts'
import { principalOf, requirePermission } from '../api/principal.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, IfMatch, made, Writing } from '../http/shapes.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Engine } from '../provisioning/engine.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { findMember, inWordsOfUsers, type NewUser, readNewUser } from './add-user.ts'
import { findUsers } from './find-users.ts'
import { getUser } from './get-user.ts'
import * as shape from './schema.ts'
import { updateUser } from './update-user.ts'

export interface UserDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly config: Pick<Config, 'passwordLinkDays'>
  /** Told, after the commit, that a mail may wait to be sent. */
  readonly onMail: () => void
}

export function userRoutes({ database, engine, config, onMail }: UserDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Users']

  async function add(request: FastifyRequest, reply: FastifyReply, organizationId: number, user: NewUser) {
    const principal = principalOf(request)
    const intent = await readNewUser(kysely, organizationId, user, callIn(request, organizationId))
    const answer = ask(engine, request, reply, intent, async outcome => {
      reply.code(201)
      const which = { id: outcome.userId, organization: organizationId }
      return tagged(reply, await getUser(kysely, principal, which, principal.by.receivedAt))
    })
    return answer.catch(error => {
      throw inWordsOfUsers(error)
    })
  }

  return async app => {
    app.get('/api/users', {
      config: mayRead('user', 'list'),
      schema: {
        tags,
        summary: 'List users',
        description: "An organization's people. Default: those of your own.",
        querystring: shape.UserList,
        response: { 200: shape.UserPage },
      },
      handler: request => {
        const { tag, custom_field, ...search } = request.query
        return findUsers(kysely, principalOf(request), { ...search, tags: tag, custom_fields: custom_field })
      },
    })

    app.post('/api/users/search', {
      config: mayRead('user', 'search'),
      schema: {
        tags,
        summary: 'Search users',
        description: 'As the list, with what is looked for in the body: addresses end up in logs.',
        body: shape.UserSearch,
        response: { 200: shape.UserPage },
      },
      handler: (request, reply) => {
        reply.removeHeader('usher-operation') // nothing is changed
        return findUsers(kysely, principalOf(request), request.body)
      },
    })

    app.post('/api/users', {
      config: { permission: 'users.create' },
      schema: {
        tags,
        summary: 'Add a user',
        description: 'Makes the account, unless the email has one, and the membership. Refused for who is a member.',
        querystring: Writing,
        body: shape.NewUser,
        response: made(shape.User),
      },
      handler: async (request, reply) => {
        const { organization, ...user } = request.body
        const { id } = await getOrganizationInReach(kysely, principalOf(request).organization, organization)
        if ((await findMember(kysely, id, user.email)) !== null) throw isMember()
        return add(request, reply, id, user)
      },
    })

    app.post('/api/users/upsert', {
      config: { permission: 'users.create', operation: 'provision' },
      schema: {
        tags,
        summary: 'Add a user, or change the one with this email',
        description:
          "Names are taken over while the account is this organization's alone; otherwise they stay as the person has them.",
        querystring: Writing,
        body: shape.UpsertedUser,
        response: { ...changed(shape.User), 201: shape.User },
      },
      handler: async (request, reply) => {
        const { organization, ...user } = request.body
        const place = await getOrganizationInReach(kysely, principalOf(request).organization, organization)
        const id = await findMember(kysely, place.id, user.email)
        if (id === null) return add(request, reply, place.id, user)
        requirePermission(principalOf(request), 'users.edit')
        const { email: _, send_welcome_email: __, ...changes } = user
        return change(database, request, reply, 200, (transaction, by, principal) =>
          updateUser(transaction, principal, { id, organization: place.id }, changes, by, { others: 'keep' }),
        )
      },
    })

    app.get('/api/users/:id', {
      config: mayRead('user', 'one'),
      schema: {
        tags,
        summary: 'Read a user',
        description: 'As one organization sees the person: the one asked for, the own one, or the topmost below.',
        params: ById,
        querystring: shape.InOrganization,
        response: { 200: shape.User },
      },
      handler: async (request, reply) => {
        const principal = principalOf(request)
        const which = { ...request.params, ...request.query }
        return tagged(reply, await getUser(kysely, principal, which, principal.by.receivedAt))
      },
    })

    app.patch('/api/users/:id', {
      config: { permission: 'users.edit', proof: ['email'] },
      schema: {
        tags,
        summary: 'Change a user',
        description:
          "What an organization keeps about the person; and the names and the email, while the account is this organization's alone. The old email goes on finding the person. With another email the password and all links end: a link to choose a new one is mailed there, and the old address is told.",
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.UserChanges,
        response: changed(shape.User),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) => {
          const { organization, ...changes } = request.body
          const which = { ...request.params, organization, ifMatch: request.headers['if-match'] }
          return updateUser(transaction, principal, which, changes, by, { days: config.passwordLinkDays })
        }).finally(onMail),
    })
  }
}

function isMember(): Refusal {
  const message = 'belongs to somebody who is here already: change them instead, or upsert'
  return new Refusal('conflict', `email ${message}`, [{ field: 'email', message }])
}
