/** People, whom v1 calls learners. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Principal, requirePermission } from '../../api/principal.ts'
import type { Transaction } from '../../db/database.ts'
import { requireFewAgain } from '../../identity/require-few-again.ts'
import { updateMembership } from '../../memberships/update-membership.ts'
import { updateUser } from '../../users/update-user.ts'
import { askerOf, callerOf, callOf, type RouteDeps } from './api.ts'
import { askAll } from './ask-all.ts'
import { readBody } from './body.ts'
import { invalid, notFound, Refused } from './errors.ts'
import { answerList } from './list.ts'
import {
  findPerson,
  type PersonRow,
  personColumns,
  personKey,
  personSearched,
  selectPeople,
  toPerson,
} from './people.ts'
import { placing } from './placing.ts'
import { type PersonFields, readPerson } from './translate.ts'

type ById = { Params: { id: string } }

export function personRoutes(app: FastifyInstance, { database, engine, config, onMail, place }: RouteDeps): void {
  const { kysely } = database
  const days = config.passwordLinkDays
  for (const folder of ['/people', '/learners']) {
    app.get(folder, { config: { permission: 'users.view' } }, (request, reply) =>
      answerList(place, request, reply, {
        query: selectPeople(kysely, callerOf(request).organizationId),
        columns: personColumns,
        key: personKey,
        searched: personSearched,
        present: row => toPerson(place, row),
      }),
    )
    app.post(folder, { config: { permission: 'users.create' } }, create)
    app.get<ById>(`${folder}/:id`, { config: { permission: 'users.view' } }, async request => ({
      data: toPerson(place, await getPerson(request)),
    }))
    for (const method of ['PUT', 'PATCH'] as const)
      app.route<ById>({ method, url: `${folder}/:id`, config: { permission: 'users.edit' }, handler: update })
    app.delete<ById>(`${folder}/:id`, { config: { permission: 'users.delete' } }, remove)
    // Ours: how the real service is asked for a new invitation is not known.
    app.post<ById>(
      `${folder}/:id/resend-invitation`,
      { config: { permission: 'users.edit' } },
      async (request, reply) => {
        await resend(request, reply, await getPerson(request))
        return { data: toPerson(place, await getPerson(request)) }
      },
    )
  }

  async function getPerson(request: FastifyRequest<ById>): Promise<PersonRow> {
    const person = await findPerson(kysely, callerOf(request).organizationId, { uuid: request.params.id })
    if (!person) throw notFound(`There is no person ${request.params.id}.`)
    return person
  }

  /** The mail with the way in goes out when the person is new here. */
  async function create(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { principal, organizationId, settings } = callerOf(request)
    const { email = '', firstName, lastName, ssoUid, resend: isResent } = readPerson(readBody(request), { isNew: true })
    // Who is there already is answered as they are.
    const sets = ssoUid && !(await findPerson(kysely, organizationId, { email }))
    const profile = sets ? { externalId: ssoUid, tags: null, customFields: null, locale: null } : undefined
    const wish = { email, firstName, lastName, welcome: true }
    const [outcome] = await askAll(engine, reply, [{ ...placing(callOf(request), wish), ...(profile && { profile }) }])
    const isNew = outcome?.result !== 'already_provisioned'
    if (!isNew && settings.existing_person === 'refuse')
      throw new Refused(422, invalid('email', 'email has already been taken'))
    const person = await findPerson(kysely, organizationId, { email })
    if (!person) throw notFound('The person was deleted meanwhile.')
    if (!isNew && isResent) {
      requirePermission(principal, 'users.edit')
      await resend(request, reply, person)
    }
    return reply.code(isNew ? 201 : 200).send({ data: toPerson(place, person) })
  }

  async function update(request: FastifyRequest<ById>, reply: FastifyReply) {
    const person = await getPerson(request)
    const { principal } = callerOf(request)
    const fields = readPerson(readBody(request), { isNew: false })
    // Whoever knows the person by an address of before does not ask for it back.
    const named = fields.email && (await findPerson(kysely, principal.organization.id, { email: fields.email }))
    const email = named && named.id === person.id ? undefined : fields.email
    const asked = { ...fields, email }
    await kysely.transaction().execute(transaction => change(transaction, principal, person, asked, days))
    if (email !== undefined) onMail()
    if (fields.resend) await resend(request, reply, person)
    return { data: toPerson(place, await getPerson(request)) }
  }

  async function remove(request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
    const { id: user } = await getPerson(request)
    const { organizationId: organization } = callerOf(request)
    const action = { action: 'leave_organization', organization, user } as const
    await askAll(engine, reply, [{ caller: askerOf(request), action }])
    return reply.code(204).send()
  }

  async function resend(request: FastifyRequest, reply: FastifyReply, { email }: PersonRow): Promise<void> {
    const call = callOf(request)
    await requireFewAgain(kysely, email, call.receivedAt)
    await askAll(engine, reply, [{ kind: 'resend_way_in', call, email }])
  }
}

/** Names, the email and what the organization keeps, and whether the person may come in. */
async function change(
  transaction: Transaction,
  principal: Principal,
  { id, first_name, last_name, external_id, suspended_at }: PersonRow,
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
