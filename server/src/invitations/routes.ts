import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../db/database.ts'
import { ask, callIn } from '../http/ask.ts'
import { tagged } from '../http/etag.ts'
import { isPlan } from '../http/plan-mode.ts'
import { principalOf } from '../http/principal.ts'
import { ById, changed, IfMatch, made, Writing } from '../http/shapes.ts'
import { requireFewAgain } from '../identity/require-few-again.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { getOrganizationInReach, listOrganizationIds } from '../organizations/find-organization.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { InvitationOutcome, WayInIntent } from '../provisioning/intents/invitation.ts'
import { requireRoleToGive } from '../roles/find-role.ts'
import { teamOf } from '../teams/team-of.ts'
import { expiryProblem, readExpiry } from './expiry.ts'
import { readInvite } from './invite.ts'
import { getInvitation, getPlaceOfInvitation, listInvitations } from './queries.ts'
import * as shape from './schema.ts'

export interface InvitationDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

export function invitationRoutes({ engine, database }: InvitationDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Invitations']

  async function answer(request: FastifyRequest, reply: FastifyReply, id: number) {
    const principal = principalOf(request)
    return tagged(reply, await getInvitation(kysely, principal, id, principal.by.receivedAt))
  }

  function askFor(request: FastifyRequest, reply: FastifyReply, intent: WayInIntent, status: 200 | 201 = 200) {
    return ask(engine, request, reply, intent, outcome => {
      reply.code(status)
      return answer(request, reply, (outcome as InvitationOutcome).invitationId)
    })
  }

  /** What is asked about one that is there. */
  async function about(request: FastifyRequest, id: number) {
    const place = await getPlaceOfInvitation(kysely, principalOf(request), id)
    const { email, team_id: teamId, organization_id } = place
    return { invitationId: id, email, teamId, call: callIn(request, organization_id) }
  }

  async function renew(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    { expires_at, ...how }: { expires_at?: string; send: boolean; ifMatch?: string },
  ) {
    const asked = await about(request, id)
    const { receivedAt } = asked.call
    const expiresAt = readExpiry(expires_at, receivedAt)
    refuseInvalid({ expires_at: expiryProblem(expiresAt, receivedAt) })
    if (how.send && !isPlan(request)) await requireFewAgain(kysely, asked.email, receivedAt)
    return askFor(request, reply, { kind: 'renew_invitation', ...asked, expiresAt, ...how })
  }

  return async app => {
    app.get('/api/invitations', {
      config: { permission: 'invitations.view', team: teamOf.query },
      schema: {
        tags,
        summary: 'List invitations',
        querystring: shape.InvitationList,
        response: { 200: shape.InvitationPage },
      },
      handler: async request => {
        const { organization: home, by } = principalOf(request)
        const { organization, below, ...filter } = request.query
        const organizationIds = await listOrganizationIds(kysely, home, { organization, below })
        return listInvitations(kysely, { ...filter, organizationIds }, by.receivedAt)
      },
    })

    app.post('/api/invitations', {
      config: { permission: 'invitations.create', team: teamOf.body },
      schema: {
        tags,
        summary: 'Invite somebody',
        description:
          "Mails a link. Makes the account where there is none; the person is invited, and has nothing until the invitation is accepted. Of what comes from the team's seats one is kept until then: 409 when none is left. A team takes `teams.assign` too, groups take `groups.assign`, courses and products take `enrollments.create`.",
        querystring: Writing,
        body: shape.NewInvitation,
        response: made(shape.Invitation),
      },
      handler: async (request, reply) => {
        const { organization: choice, ...wish } = request.body
        const principal = principalOf(request)
        const organization = await getOrganizationInReach(kysely, principal.organization, choice)
        const { role } = wish
        if (role !== undefined)
          await kysely
            .transaction()
            .execute(transaction => requireRoleToGive(transaction, principal, organization, role))
        return askFor(request, reply, readInvite(principal, wish, callIn(request, organization.id)), 201)
      },
    })

    app.get('/api/invitations/:id', {
      config: { permission: 'invitations.view', team: teamOf.invitation },
      schema: {
        tags,
        summary: 'Read an invitation',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.Invitation },
      },
      handler: (request, reply) => answer(request, reply, request.params.id),
    })

    app.patch('/api/invitations/:id', {
      config: { permission: 'invitations.edit', team: teamOf.invitation },
      schema: {
        tags,
        summary: 'Change until when an invitation can be accepted',
        description:
          'Also of one that has expired: it keeps seats again, and 409 when none is left. Its link stays the same.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.InvitationChanges,
        response: changed(shape.Invitation),
      },
      handler: (request, reply) =>
        renew(request, reply, request.params.id, {
          ...request.body,
          send: false,
          ifMatch: request.headers['if-match'],
        }),
    })

    app.post('/api/invitations/:id/resend', {
      config: { permission: 'invitations.edit', team: teamOf.invitation },
      schema: {
        tags,
        summary: 'Send an invitation again',
        description: 'With a new link: the one that was sent before is dead. Five times an hour for one person.',
        params: ById,
        querystring: Writing,
        body: shape.Resending,
        response: changed(shape.Invitation),
      },
      handler: (request, reply) => renew(request, reply, request.params.id, { ...request.body, send: true }),
    })

    app.post('/api/invitations/:id/withdraw', {
      config: { permission: 'invitations.delete', team: teamOf.invitation },
      schema: {
        tags,
        summary: 'Withdraw an invitation',
        description: 'For good. The seats that it kept are free, and go to whoever waits for one.',
        params: ById,
        querystring: Writing,
        response: changed(shape.Invitation),
      },
      handler: async (request, reply) =>
        askFor(request, reply, { kind: 'withdraw_invitation', ...(await about(request, request.params.id)) }),
    })
  }
}
