/** From a body of `POST /api/provision` to an action, with what is to be looked up or made before it. */
import type { FastifyRequest } from 'fastify'
import { isPlan } from '../api/plan-mode.ts'
import { principalOf, requirePermission } from '../api/principal.ts'
import { listDefinitions } from '../custom-fields/queries.ts'
import { explainConstraint } from '../db/constraints.ts'
import type { Database } from '../db/database.ts'
import { sayNothingWasDone } from '../http/errors/nothing-was-done.ts'
import { refuseInvalid, slugProblem } from '../lib/checks.ts'
import { once } from '../lib/once.ts'
import { orRefusal, Refusal } from '../lib/refusal.ts'
import { profileProblems } from '../memberships/profile.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import { wrongWith } from '../provisioning/actions/action.ts'
import type { Action } from '../provisioning/actions/actions.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import type * as shape from './schema.ts'
import { toAction } from './translate.ts'

type Choice = shape.Provision['organization']

/** Throws `not_found` for an organization out of reach whose own fields are said; whatever else is wrong is in the action. */
export async function readAction(
  lookups: Lookups,
  request: FastifyRequest,
  body: shape.Provision,
  seatsReference: string | null,
): Promise<Action<'provision'>> {
  const { user } = body
  const organization = await lookups.organization(body.organization)
  const definitions = user.custom_fields ? await lookups.definitions(organization) : []
  const problems = wrongWith(profileProblems(definitions, user))
  if (problems.length > 0) sayNothingWasDone(request) // such a field may be made
  const ofProfile = problems.map(problem => ({ ...problem, field: `user.${problem.field}` }))
  return toAction(body, { organization, seatsReference, ofProfile })
}

type Lookups = ReturnType<typeof openLookups>

/** What the elements of a body share is asked for once, however many they are. */
export function openLookups({ kysely }: Pick<Database, 'kysely'>, request: FastifyRequest) {
  const { organization: home } = principalOf(request)
  return {
    organization: once(
      async (choice: Choice) => (typeof choice === 'object' ? makeIfMissing({ kysely }, request, choice) : choice),
      choice => JSON.stringify(choice ?? null),
    ),
    definitions: once(async (organization: number | string | undefined) => {
      const { id } = await getOrganizationInReach(kysely, home, organization)
      return listDefinitions(kysely, id)
    }, String),
  }
}

/** One that is to be made where it is missing is an operation of its own, before the provision; a plan cannot make it. */
async function makeIfMissing(
  { kysely }: Pick<Database, 'kysely'>,
  request: FastifyRequest,
  { slug, name }: Extract<Choice, object>,
): Promise<string> {
  const principal = principalOf(request)
  const { organization: home } = principal
  refuseInvalid({ 'organization.slug': slugProblem(slug) })
  const found = await orRefusal(() => getOrganizationInReach(kysely, home, slug))
  if (!(found instanceof Refusal)) return slug
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
  return slug
}
