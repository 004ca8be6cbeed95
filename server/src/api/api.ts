/**
 * The native API: everything under `/api` that a key opens, or a person's session. Each route says which permission it takes;
 * what lies outside the caller's organization and those below it does not exist for it (docs/api.md says when 401, 403 and 404).
 */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem, toRefusal } from '../http/errors/errors.ts'
import { linkNextPage } from '../http/next-link.ts'
import { Sent } from '../http/shapes.ts'
import { requireReadable } from '../http/validation/readable.ts'
import { countElements } from './count-calls.ts'
import { sendCsv } from './csv.ts'
import { expandAnswer, requireExpandable, splitExpand, type Things } from './expand.ts'
import { idempotency } from './idempotency.ts'
import { type IdentifyDeps, identify, identifyAgain } from './identify.ts'
import { findPlan, keepShownPlan } from './kept-plans.ts'
import { limitToTeams, requirePermissionOfRoute } from './limit-to-teams.ts'
import { principalOf } from './principal.ts'
import { holdBack, recordRefusal } from './record-refused.ts'

/** The `routes`, for callers who are known; `things` is what their rows may show whole. */
export function nativeApi(
  deps: IdentifyDeps & { readonly things: Things },
  routes: readonly FastifyPluginAsyncTypebox[],
): FastifyPluginAsyncTypebox {
  const { kysely } = deps.database
  const { things } = deps
  const once = idempotency(kysely, request => {
    const { callerId, secret, by, organization } = principalOf(request)
    return { callerId, secret, organizationId: organization.id, operationId: by.operationId ?? null }
  })
  async function lookAgain(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    request.principal = await identifyAgain(deps, request, reply, principalOf(request))
    requirePermissionOfRoute(request)
  }
  const limit = limitToTeams(kysely)
  const mayGoOn = async (request: FastifyRequest, reply: FastifyReply) => {
    await lookAgain(request, reply)
    await limit(request)
  }
  return async app => {
    app.decorateRequest('principal', null)
    app.decorateRequest('heldBack', null)
    app.addHook('onRoute', route => {
      // What a route does not ask for is refused there too: `?mode=plan` is not to be overlooked.
      route.schema = { querystring: Sent({}), ...route.schema }
    })
    app.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      try {
        await identify(deps, request, reply)
        requirePermissionOfRoute(request)
      } catch (error) {
        holdBack(request, error)
      }
    })
    app.setErrorHandler(async (error: FastifyError, request, reply) => {
      const refusal = request.heldBack ?? toRefusal(error, request)
      const operationId = refusal && (await recordRefusal(deps, request, refusal))
      if (operationId === null) reply.removeHeader('usher-operation')
      else reply.header('usher-operation', operationId)
      return sendProblem((refusal as FastifyError | null) ?? error, request, reply)
    })
    app.decorateRequest('plannedFingerprint', null)
    app.addHook('preValidation', async (request, reply) => {
      if (request.heldBack) throw request.heldBack
      if (request.body !== undefined) await lookAgain(request, reply)
    })
    app.addHook('preValidation', async request => requireReadable(request))
    app.addHook('preValidation', splitExpand)
    app.addHook('preValidation', once.preValidation)
    app.addHook('preValidation', findPlan(kysely))
    app.addHook('preHandler', limit)
    app.addHook('preHandler', countElements(deps.calls))
    app.addHook('preHandler', requireExpandable(things))
    app.addHook('preHandler', sendCsv(mayGoOn))
    app.addHook('preSerialization', linkNextPage(deps.config))
    app.addHook('preSerialization', expandAnswer(kysely, things))
    app.addHook('preSerialization', keepShownPlan(kysely, things))
    app.addHook('onSend', once.onSend)
    for (const each of routes) await app.register(each)
  }
}
