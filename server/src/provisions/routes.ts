/** `POST /api/provision`: one call does all, for one person or for many. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { readAccess } from '../courses/access-json.ts'
import { listDefinitions } from '../custom-fields/queries.ts'
import { explainConstraint } from '../db/constraints.ts'
import type { Database } from '../db/database.ts'
import { ask, callIn, referenceOf } from '../http/ask.ts'
import { askEach, readElements } from '../http/ask-each.ts'
import { isPlan } from '../http/plan-mode.ts'
import { principalOf, requirePermission } from '../http/principal.ts'
import { PlanAnswer, Writing } from '../http/shapes.ts'
import { refuseInvalid, slugProblem } from '../lib/checks.ts'
import type { PasswordLinks } from '../lib/password-links.ts'
import { orRefusal, Refusal } from '../lib/refusal.ts'
import { profileProblems } from '../memberships/profile.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import { getOrganizationInReach, type OrganizationInReach } from '../organizations/find-organization.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Outcome, ProvisionedOutcome, ProvisionIntent } from '../provisioning/intents.ts'
import { listRolesBeyond, requireRoleToGive } from '../roles/find-role.ts'
import * as shape from './schema.ts'
import { toAnswer, toIntent } from './translate.ts'

export interface ProvisionDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
  readonly passwordLinks: PasswordLinks
}

const maxBodyBytes = 4 * 1024 * 1024

export function provisionRoutes(deps: ProvisionDeps): FastifyPluginAsyncTypebox {
  const { engine, database } = deps
  const answerOf = (outcome: Outcome, body: shape.Provision) =>
    toAnswer(outcome as ProvisionedOutcome, body, deps.passwordLinks.shownUrl)
  return async app => {
    app.post('/api/provision', {
      bodyLimit: maxBodyBytes,
      config: { permission: 'provision' },
      schema: {
        tags: ['Provisioning'],
        summary: 'Make sure that somebody has an account, a team, seats and courses',
        description:
          'Safe to repeat. 201 when the account was made now. An array is answered with 200 and an outcome for each element.',
        querystring: Writing,
        body: shape.ProvisionBody,
        response: { 200: Type.Union([shape.Provisioned, PlanAnswer, shape.Outcomes]), 201: shape.Provisioned },
      },
      handler: async (request, reply) => {
        const { body } = request
        if (Array.isArray(body)) return provisionEach(request, body)
        const intent = await readIntent(openLookups(database, request), request, body, referenceOf(request, undefined))
        return ask(engine, request, reply, intent, outcome => {
          reply.code(outcome.result === 'created' ? 201 : 200)
          return answerOf(outcome, body)
        })
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
          : orRefusal(() => readIntent(lookups, request, element, key && `${key} #${index}`))
      return askEach(engine, request, await Promise.all(elements.map(read)), (outcome, index) => ({
        status: outcome.result === 'created' ? 201 : 200,
        ...answerOf(outcome, elements[index] as shape.Provision),
      }))
    }
  }
}

/** Throws `not_found` for an organization out of reach; whatever else is wrong is in the intent. */
async function readIntent(
  lookups: Lookups,
  request: FastifyRequest,
  body: shape.Provision,
  seatsReference: string | null,
): Promise<ProvisionIntent> {
  const organization = await lookups.organization(body.organization)
  const access = readAccess(body.access, organization.time_zone, principalOf(request).by.receivedAt)
  const definitions = body.user.custom_fields ? await lookups.definitions(organization.id) : []
  const fields = profileProblems(definitions, body.user)
  refuseInvalid({
    ...access.problems,
    ...Object.fromEntries(Object.entries(fields).map(([field, problem]) => [`user.${field}`, problem])),
  })
  const rolesBeyond = body.team?.role === undefined ? [] : await lookups.allowRole(organization, body.team.role)
  const { access_months: months = null, access_days: days = null, access_until: until = null } = access.columns
  return toIntent(body, {
    call: callIn(request, organization.id),
    seatsReference,
    access: body.access ? { months, days, until } : null,
    rolesBeyond,
  })
}

type Lookups = ReturnType<typeof openLookups>

/** What the elements of a body share is asked for once, however many they are. */
function openLookups(database: Pick<Database, 'kysely'>, request: FastifyRequest) {
  const { kysely } = database
  const allow = (organization: OrganizationInReach, role: string) =>
    kysely.transaction().execute(async transaction => {
      await requireRoleToGive(transaction, principalOf(request), organization, role)
      return listRolesBeyond(transaction, principalOf(request), organization)
    })
  return {
    organization: once(
      (choice: shape.Provision['organization']) => findOrMakeOrganization(database, request, choice),
      choice => JSON.stringify(choice ?? null),
    ),
    definitions: once((organizationId: number) => listDefinitions(kysely, organizationId), String),
    allowRole: once(allow, (organization, role) => `${organization.id} ${role}`),
  }
}

function once<Asked extends unknown[], Answer>(
  ask: (...asked: Asked) => Promise<Answer>,
  keyOf: (...asked: Asked) => string,
): (...asked: Asked) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  return (...asked) => {
    const key = keyOf(...asked)
    const answer = answers.get(key) ?? ask(...asked)
    answers.set(key, answer)
    return answer
  }
}

/** One that is to be made where it is missing is an operation of its own, before the provision; a plan cannot make it. */
async function findOrMakeOrganization(
  { kysely }: Pick<Database, 'kysely'>,
  request: FastifyRequest,
  choice: shape.Provision['organization'],
) {
  const principal = principalOf(request)
  const { organization: home } = principal
  if (typeof choice !== 'object') return getOrganizationInReach(kysely, home, choice)
  const { slug, name } = choice
  refuseInvalid({ 'organization.slug': slugProblem(slug) })
  const found = await orRefusal(() => getOrganizationInReach(kysely, home, slug))
  if (!(found instanceof Refusal)) return found
  requirePermission(principal, 'organizations.create')
  if (isPlan(request))
    throw new Refusal('conflict', `The organization ${slug} would be made first: make it, then plan.`)
  const by = { ...principal.by, operationId: null }
  const conflict = await kysely
    .transaction()
    .execute(transaction => createOrganization(transaction, { name, slug, parentId: home.id }, by))
    .then(() => null)
    .catch(error => explainConstraint(error) ?? Promise.reject(error))
  // Somebody else may have made it meanwhile: as good as if we had; or it lies elsewhere.
  const there = await orRefusal(() => getOrganizationInReach(kysely, home, slug))
  if (there instanceof Refusal) throw conflict ?? there
  return there
}
