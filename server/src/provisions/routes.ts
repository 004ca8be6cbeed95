/** `POST /api/provision`: one call does all, for one person or for many. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { act, referenceOf } from '../api/ask.ts'
import { actEach, readElements } from '../api/ask-each.ts'
import { type Say, sayNotThere } from '../api/problem-words.ts'
import type { Database } from '../db/database.ts'
import { Outcomes, PlanAnswer, Writing } from '../http/shapes.ts'
import type { PasswordLinks } from '../lib/links/password-links.ts'
import { referenceOfElement } from '../lib/reference.ts'
import { orRefusal, Refusal } from '../lib/refusal.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { ProvisionedOutcome } from '../provisioning/intents/outcome.ts'
import { sayRole } from '../roles/find-role.ts'
import { openLookups, readAction } from './read-action.ts'
import * as shape from './schema.ts'
import { toAnswer } from './translate.ts'

export interface ProvisionDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
  readonly passwordLinks: PasswordLinks
}

const maxBodyBytes = 4 * 1024 * 1024

const say: Say = problem => sayNotThere(problem) ?? sayRole(problem)

export function provisionRoutes(deps: ProvisionDeps): FastifyPluginAsyncTypebox {
  const { engine, database } = deps
  const answerOf = (outcome: ProvisionedOutcome, body: shape.Provision) =>
    toAnswer(outcome, body, deps.passwordLinks.shownUrl)
  return async app => {
    app.post('/api/provision', {
      bodyLimit: maxBodyBytes,
      config: { ...permissionOf('provision'), operation: 'provision' },
      schema: {
        tags: ['Provisioning'],
        summary: 'Make sure that somebody has an account, a team, seats and courses',
        description:
          'Safe to repeat. 201 when the account was made now. An array is answered with 200 and an outcome for each element.',
        querystring: Writing,
        body: shape.ProvisionBody,
        response: { 200: Type.Union([shape.Provisioned, PlanAnswer, Outcomes]), 201: shape.Provisioned },
      },
      handler: async (request, reply) => {
        const { body } = request
        if (Array.isArray(body)) return provisionEach(request, body)
        const action = await readAction(openLookups(database, request), request, body, referenceOf(request, undefined))
        const present = (outcome: ProvisionedOutcome) => {
          reply.code(outcome.result === 'created' ? 201 : 200)
          return answerOf(outcome, body)
        }
        return act(engine, request, reply, action, present, say)
      },
    })

    /** What the single call would answer, for each. */
    async function provisionEach(request: FastifyRequest, body: readonly unknown[]) {
      const elements = readElements(request, shape.Provision, body)
      const lookups = openLookups(database, request)
      const key = referenceOf(request, undefined)
      const read = (element: shape.Provision | Refusal, index: number) =>
        element instanceof Refusal
          ? element
          : orRefusal(() => readAction(lookups, request, element, key && referenceOfElement(key, index)))
      const present = (outcome: ProvisionedOutcome, index: number) => ({
        status: outcome.result === 'created' ? 201 : 200,
        ...answerOf(outcome, elements[index] as shape.Provision),
      })
      return actEach(engine, request, 'provision', await Promise.all(elements.map(read)), present, say)
    }
  }
}
