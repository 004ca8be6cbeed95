/** People, whom v1 calls learners: whoever belongs to the organization of the key. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Principal, requirePermission } from '../../api/principal.ts'
import type { Transaction } from '../../db/database.ts'
import { requireFewAgain } from '../../identity/require-few-again.ts'
import { updateMembership } from '../../memberships/update-membership.ts'
import { mayRead } from '../../reach/may-read.ts'
import { findPersonOf, type ListedPerson, peopleList, selectPeopleOf } from '../../users/people-list.ts'
import { updateUser } from '../../users/update-user.ts'
import { askAll, askerOf, callerOf, callOf, placing, type RouteDeps } from './api.ts'
import { readBody } from './body.ts'
import { type LinkRoot, link, many, one, type Resource, time } from './envelope.ts'
import { invalid, notFound, Refused } from './errors.ts'
import { fromUuid, toUuid } from './ids.ts'
import { answerList, attributesOf } from './list.ts'
import { type PersonFields, readPersonFields } from './translate.ts'

/** By whether the person has chosen a password. */
const registered: Readonly<Record<string, string>> = { true: 'activated', false: 'not_activated' }

export const personAttributes = attributesOf(peopleList, {
  id: { column: 'id', id: 'people' },
  email: 'email',
  first_name: 'first_name',
  last_name: 'last_name',
  name: 'name',
  full_name: 'name',
  sso_uid: 'external_id',
  registration_status: { column: 'is_activated', words: registered },
  activated_at: 'activated_at',
  deactivated_at: 'suspended_at',
  disabled: 'is_suspended',
  created_at: 'created_at',
  updated_at: 'updated_at',
})

type ById = { Params: { id: string } }

export function personRoutes(app: FastifyInstance, { database, engine, config, onMail, root }: RouteDeps): void {
  const { kysely } = database
  const days = config.passwordLinkDays
  for (const folder of ['/people', '/learners']) {
    app.get(folder, { config: mayRead('user') }, (request, reply) =>
      answerPeople(root, request, reply, selectPeopleOf(kysely, callerOf(request).organizationId)),
    )
    app.post(folder, { config: { permission: 'users.create', operation: 'provision' } }, create)
    app.get<ById>(`${folder}/:id`, { config: mayRead('user') }, async request => ({
      data: toPerson(root, await getPerson(request)),
    }))
    for (const method of ['PUT', 'PATCH'] as const)
      app.route<ById>({
        ...{ method, url: `${folder}/:id`, config: { permission: 'users.edit', operation: 'update_user' } },
        handler: update,
      })
    app.delete<ById>(
      `${folder}/:id`,
      { config: { permission: 'users.delete', operation: 'leave_organization' } },
      remove,
    )
    // Ours: how the real service is asked for a new invitation is not known.
    app.post<ById>(
      `${folder}/:id/resend-invitation`,
      { config: { permission: 'users.edit', operation: 'resend_way_in' } },
      async (request, reply) => {
        await resend(request, reply, await getPerson(request))
        return { data: toPerson(root, await getPerson(request)) }
      },
    )
  }

  async function getPerson(request: FastifyRequest<ById>): Promise<ListedPerson> {
    const person = await findPersonOf(kysely, callerOf(request).organizationId, {
      id: fromUuid('people', request.params.id),
    })
    if (!person) throw notFound(`There is no person ${request.params.id}.`)
    return person
  }

  /** The mail with the way in goes out when the person is new here. */
  async function create(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { principal, organizationId, settings } = callerOf(request)
    const {
      email = '',
      firstName,
      lastName,
      ssoUid,
      resend: isResent,
    } = readPersonFields(readBody(request), { isNew: true })
    // Who is there already is answered as they are.
    const sets = ssoUid && !(await findPersonOf(kysely, organizationId, { email }))
    const profile = sets ? { externalId: ssoUid, tags: null, customFields: null, locale: null } : undefined
    const named = { email, firstName, lastName, welcome: true }
    const [outcome] = await askAll(engine, reply, [{ ...placing(callOf(request), named), ...(profile && { profile }) }])
    const isNew = outcome?.result !== 'already_provisioned'
    if (!isNew && settings.existing_person === 'refuse')
      throw new Refused(422, invalid('email', 'email has already been taken'))
    const person = await findPersonOf(kysely, organizationId, { email })
    if (!person) throw notFound('The person was deleted meanwhile.')
    if (!isNew && isResent) {
      requirePermission(principal, 'users.edit')
      await resend(request, reply, person)
    }
    return reply.code(isNew ? 201 : 200).send({ data: toPerson(root, person) })
  }

  async function update(request: FastifyRequest<ById>, reply: FastifyReply) {
    const person = await getPerson(request)
    const { principal } = callerOf(request)
    const fields = readPersonFields(readBody(request), { isNew: false })
    // Whoever knows the person by an address of before does not ask for it back.
    const named = fields.email && (await findPersonOf(kysely, principal.organization.id, { email: fields.email }))
    const email = named && named.id === person.id ? undefined : fields.email
    const asked = { ...fields, email }
    await kysely.transaction().execute(transaction => change(transaction, principal, person, asked, days))
    if (email !== undefined) onMail()
    if (fields.resend) await resend(request, reply, person)
    return { data: toPerson(root, await getPerson(request)) }
  }

  async function remove(request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
    const { id: user } = await getPerson(request)
    const { organizationId: organization } = callerOf(request)
    const action = { action: 'leave_organization', organization, user } as const
    await askAll(engine, reply, [{ caller: askerOf(request), action }])
    return reply.code(204).send()
  }

  async function resend(
    request: FastifyRequest,
    reply: FastifyReply,
    { id: user, email }: ListedPerson,
  ): Promise<void> {
    const caller = askerOf(request)
    await requireFewAgain(kysely, email, caller.by.receivedAt)
    const { organizationId: organization } = callerOf(request)
    await askAll(engine, reply, [{ caller, action: { action: 'resend_way_in', organization, user } }])
  }
}

/** Names, the email and what the organization keeps, and whether the person may come in. */
async function change(
  transaction: Transaction,
  principal: Principal,
  { id, first_name, last_name, external_id, suspended_at }: ListedPerson,
  { email, firstName, lastName, ssoUid, deactivated }: PersonFields,
  days: number,
): Promise<void> {
  const organization = principal.organization.id
  // What is sent as it is changes nothing: there are people whose names are not the organization's to change.
  const changes = {
    ...(email !== undefined && { email }),
    ...(firstName && firstName !== first_name && { first_name: firstName }),
    ...(lastName !== undefined && lastName !== last_name && { last_name: lastName }),
    ...(ssoUid !== undefined && ssoUid !== external_id && { external_id: ssoUid || null }),
  }
  if (Object.keys(changes).length > 0)
    await updateUser(transaction, principal, { id, organization }, changes, principal.by, { days })
  if (deactivated !== undefined && deactivated !== (suspended_at !== null))
    await updateMembership(transaction, principal, { organization, user: id }, { suspended: deactivated }, principal.by)
}

export function answerPeople(
  root: LinkRoot,
  request: FastifyRequest,
  reply: FastifyReply,
  query: ReturnType<typeof selectPeopleOf>,
  present = toPerson,
) {
  return answerList(root, request, reply, {
    query,
    list: peopleList,
    attributes: personAttributes,
    present: row => present(root, row),
  })
}

/** In v1 it is a learner: without picture, status and partnerships. */
export function toPerson(root: LinkRoot, row: ListedPerson): Resource {
  const id = toUuid('people', row.id)
  const isV2 = root.version === 'v2'
  return {
    type: 'people',
    id,
    attributes: {
      email: row.email,
      first_name: row.first_name,
      last_name: row.last_name,
      name: row.name,
      full_name: row.name,
      sso_uid: row.external_id,
      unsubscribed: false,
      ...(isV2 && { custom_avatar_url: null, registration_status: registered[String(row.activated_at !== null)] }),
      activated_at: time(row.activated_at),
      deactivated_at: time(row.suspended_at),
      disabled: row.suspended_at !== null,
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    },
    links: {
      self: link(root, `/people/${id}`, ['get', 'put', 'patch', 'delete']),
      teaching: link(root, `/people/${id}`, ['get', 'patch']),
    },
    relationships: {
      school: one('schools', toUuid('schools', row.organization_id)),
      ...(isV2 && { partnerships: many('partnerships', [toUuid('partnerships', row.id)]) }),
      groups: many(
        'groups',
        row.group_ids.map(group => toUuid('groups', group)),
      ),
    },
  }
}
