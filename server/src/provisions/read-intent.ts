/** From a body of `POST /api/provision` to an intent, with what is to be looked up for it. */
import type { FastifyRequest } from 'fastify'
import { readAccess } from '../access/access-json.ts'
import { callIn } from '../api/ask.ts'
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
import type { ProvisionIntent } from '../provisioning/intents/provision.ts'
import { getOrganizationInReach, type OrganizationInReach } from '../reach/find-organization.ts'
import { listRolesBeyond, requireRoleToGive } from '../roles/find-role.ts'
import type * as shape from './schema.ts'
import { toIntent } from './translate.ts'

/** Throws `not_found` for an organization out of reach; whatever else is wrong is in the intent. */
export async function readIntent(
  lookups: Lookups,
  request: FastifyRequest,
  body: shape.Provision,
  seatsReference: string | null,
): Promise<ProvisionIntent> {
  const organization = await lookups.organization(body.organization)
  const access = readAccess(body.access, organization.time_zone, principalOf(request).by.receivedAt)
  const definitions = body.user.custom_fields ? await lookups.definitions(organization.id) : []
  const fields = profileProblems(definitions, body.user)
  if (Object.values(fields).some(Boolean)) sayNothingWasDone(request) // such a field may be made
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
export function openLookups(database: Pick<Database, 'kysely'>, request: FastifyRequest) {
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
