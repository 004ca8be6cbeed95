import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, made, Writing } from '../http/shapes.ts'
import { ByOrganization } from '../organizations/schema.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { getOrganizationOf } from '../reach/lock-in-reach.ts'
import { mayRead } from '../reach/may-read.ts'
import { changeCredits, requireFromAbove } from './change-credits.ts'
import { getCredits } from './queries.ts'
import * as shape from './schema.ts'

export function creditRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Credits']
  const description =
    'An amount with a leading minus is deducted. 409 when there is not as much. Credits are given from above: 403 for what is your own, unless no organization is above it.'
  return async app => {
    app.get('/api/organizations/:organization/credits', {
      config: mayRead('credits'),
      schema: {
        tags,
        summary: 'Read what an organization has to spend',
        description: 'The balance, and by pages what made it.',
        params: ByOrganization,
        querystring: shape.CreditsList,
        response: { 200: shape.CreditsPage },
      },
      handler: async request => {
        const { organization } = principalOf(request)
        const { id } = await getOrganizationInReach(kysely, organization, request.params.organization)
        return getCredits(kysely, { organization_id: id }, request.query)
      },
    })

    app.post('/api/organizations/:organization/credits', {
      config: { permission: 'orders.edit' },
      schema: {
        tags,
        summary: 'Add credits to an organization, or deduct some',
        description,
        params: ByOrganization,
        querystring: Writing,
        body: shape.NewCredits,
        response: made(shape.CreditsAfter),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, async (transaction, by, { organization }) => {
          const place = await getOrganizationInReach(transaction, organization, request.params.organization)
          requireFromAbove(organization, place)
          const owner = { organization_id: place.id }
          return changeCredits(transaction, { organizationId: place.id, owner }, request.body, by)
        }),
    })

    app.get('/api/teams/:id/credits', {
      config: mayRead('credits', 'one'),
      schema: {
        tags,
        summary: 'Read what a team has to spend',
        description: "The balance, and by pages what made it. Its organization's credits are not among them.",
        params: ById,
        querystring: shape.CreditsList,
        response: { 200: shape.CreditsPage },
      },
      handler: async request => {
        const { id } = request.params
        await getOrganizationOf(kysely, principalOf(request), { table: 'teams', word: 'team', id })
        return getCredits(kysely, { team_id: id }, request.query)
      },
    })

    app.post('/api/teams/:id/credits', {
      config: { permission: 'orders.edit' },
      schema: {
        tags,
        summary: 'Add credits to a team, or deduct some',
        description,
        params: ById,
        querystring: Writing,
        body: shape.NewCredits,
        response: made(shape.CreditsAfter),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, async (transaction, by, principal) => {
          const { id } = request.params
          const place = await getOrganizationOf(transaction, principal, { table: 'teams', word: 'team', id })
          requireFromAbove(principal.organization, place)
          return changeCredits(transaction, { organizationId: place.id, owner: { team_id: id } }, request.body, by)
        }),
    })
  }
}
