import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { act } from '../api/ask.ts'
import { actEach, readElements } from '../api/ask-each.ts'
import { isPlan } from '../api/plan-mode.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, IfMatch, OneOrMany, Outcomes, PlanAnswer, Writing } from '../http/shapes.ts'
import { requireFewAgain } from '../identity/require-few-again.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { Refusal } from '../lib/refusal.ts'
import { type Action, permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { InvitationOutcome } from '../provisioning/intents/outcome.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { teamOf } from '../reach/team-of.ts'
import { expiryProblem, readExpiry } from './expiry.ts'
import { readInvitation, sayInvited } from './invite.ts'
import { getInvitation, getInvitations, getPlaceOfInvitation, listInvitations } from './queries.ts'
import * as shape from './schema.ts'

export interface InvitationDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

const maxBodyBytes = 1024 * 1024

export function invitationRoutes({ engine, database }: InvitationDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Invitations']

  async function answer(request: FastifyRequest, reply: FastifyReply, id: number) {
    const principal = principalOf(request)
    return tagged(reply, await getInvitation(kysely, principal, id, principal.by.receivedAt))
  }

  async function actOn(
    request: FastifyRequest,
    reply: FastifyReply,
    action: Action<'renew_invitation' | 'withdraw_invitation'>,
  ) {
    return act(engine, request, reply, action, ({ invitationId }) => answer(request, reply, invitationId))
  }

  async function renew(
    request: FastifyRequest,
    reply: FastifyReply,
    invitation: number,
    { expires_at, ...how }: { expires_at?: string; send: boolean; ifMatch?: string },
  ) {
    const principal = principalOf(request)
    const { receivedAt } = principal.by
    const expiresAt = readExpiry(expires_at, receivedAt)
    refuseInvalid({ expires_at: expiryProblem(expiresAt, receivedAt) })
    if (how.send && !isPlan(request)) {
      const { email } = await getPlaceOfInvitation(kysely, principal, invitation)
      await requireFewAgain(kysely, email, receivedAt)
    }
    return actOn(request, reply, { action: 'renew_invitation', invitation, expiresAt, ...how })
  }

  return async app => {
    app.get('/api/invitations', {
      config: mayRead('invitation', 'list'),
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
      config: { ...permissionOf('invite'), operation: 'invite', team: teamOf.body },
      schema: {
        tags,
        summary: 'Invite somebody, or many',
        description:
          "Mails a link. Makes the account where there is none; the person is invited, and has nothing until the invitation is accepted. Of what comes from the team's seats one is kept until then: 409 when none is left. A team takes `teams.assign` too, groups take `groups.assign`, courses and products take `enrollments.create`. An array is answered with 200 and an outcome for each element; its plan is one plan of them all: seats go in the order of the list.",
        querystring: Writing,
        body: OneOrMany(shape.NewInvitation),
        response: { 200: Type.Union([PlanAnswer, Outcomes]), 201: shape.Invitation },
      },
      bodyLimit: maxBodyBytes,
      handler: async (request, reply) => {
        const { body } = request
        if (Array.isArray(body)) return inviteEach(request, body)
        const invitation = readInvitation(body, principalOf(request).by.receivedAt)
        const present = ({ invitationId }: InvitationOutcome) => {
          reply.code(201)
          return answer(request, reply, invitationId)
        }
        return act(engine, request, reply, invitation, present, sayInvited)
      },
    })

    /** What the single call would answer, for each. */
    async function inviteEach(request: FastifyRequest, body: readonly unknown[]) {
      const { receivedAt } = principalOf(request).by
      const elements = readElements(request, shape.NewInvitation, body)
      const asked = elements.map(one => (one instanceof Refusal ? one : readInvitation(one, receivedAt)))
      const present = (outcome: InvitationOutcome) => ({
        status: 201,
        ...{ operation_id: outcome.operationId, id: outcome.invitationId },
      })
      const answer = await actEach(engine, request, 'invite', asked, present, sayInvited)
      if ('mode' in answer) return answer
      const ids = answer.results.flatMap(one => ('id' in one ? one.id : []))
      const rows = await getInvitations(kysely, ids, principalOf(request).by.receivedAt)
      return { ...answer, results: answer.results.map(one => ('id' in one ? { ...one, ...rows.get(one.id) } : one)) }
    }

    app.get('/api/invitations/:id', {
      config: mayRead('invitation', 'one'),
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
      config: permissionOf('renew_invitation'),
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
      config: permissionOf('renew_invitation'),
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
      config: permissionOf('withdraw_invitation'),
      schema: {
        tags,
        summary: 'Withdraw an invitation',
        description: 'For good. The seats that it kept are free, and go to whoever waits for one.',
        params: ById,
        querystring: Writing,
        response: changed(shape.Invitation),
      },
      handler: (request, reply) =>
        actOn(request, reply, { action: 'withdraw_invitation', invitation: request.params.id }),
    })
  }
}
