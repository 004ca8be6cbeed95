/**
 * The native API: everything under `/api` that a key opens, or a person's session. Each route says which permission it takes;
 * what lies outside the caller's organization and those below it does not exist for it (docs/api.md says when 401, 403 and 404).
 */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { nativeWords } from '../http/errors/errors.ts'
import { linkNextPage } from '../http/next-link.ts'
import { Sent } from '../http/shapes.ts'
import { requireReadable } from '../http/validation/readable.ts'
import { nativeTeller } from './about.ts'
import { countElements } from './count-calls.ts'
import { sendCsv } from './csv.ts'
import { type Expansions, expandAnswer, requireExpandable, splitExpand } from './expand.ts'
import { speakAs } from './face.ts'
import { idempotency } from './idempotency.ts'
import { type IdentifyDeps, identify, identifyAgain } from './identify.ts'
import { findPlan, keepShownPlan } from './kept-plans.ts'
import { limitToTeams, requirePermissionOfRoute, requireSaid } from './limit-to-teams.ts'
import { principalOf } from './principal.ts'
import { requireProofOfRoute } from './require-proof.ts'

/** The `routes`, for callers who are known; `things` is what their rows may show whole. */
export function nativeApi(
  deps: IdentifyDeps & { readonly things: Expansions },
  routes: readonly FastifyPluginAsyncTypebox[],
): FastifyPluginAsyncTypebox {
  const { kysely } = deps.database
  const { things } = deps
  const once = idempotency(kysely, request => {
    const { callerId, secret, by, organization } = principalOf(request)
    return { callerId, secret, organizationId: organization.id, operationId: by.operationId ?? null }
  })
  const face = {
    ...nativeTeller,
    words: nativeWords(deps.config.publicUrl),
    async identify(request: FastifyRequest, reply: FastifyReply) {
      reply.header('cache-control', 'no-store')
      await identify(deps, request, reply)
      requirePermissionOfRoute(request)
    },
  }
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
    app.addHook('onRoute', requireSaid)
    app.addHook('onRoute', route => {
      // What a route does not ask for is refused there too: `?mode=plan` is not to be overlooked.
      route.schema = { querystring: Sent({}), ...route.schema }
    })
    speakAs(face, app, deps)
    app.decorateRequest('plannedFingerprint', null)
    app.addHook('preValidation', async (request, reply) => {
      if (request.body !== undefined) await lookAgain(request, reply)
    })
    app.addHook('preValidation', request => requireProofOfRoute(kysely, request, deps.now()))
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
