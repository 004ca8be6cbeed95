/** Many people or groups at once: a few sets for the engine, however many they are. Done before it is answered. */
import type { FastifyInstance } from 'fastify'
import { requirePermission } from '../../api/principal.ts'
import { createGroups } from '../../groups/create-groups.ts'
import { hasGroups } from '../../groups/group-list.ts'
import { inSteps } from '../../lib/in-steps.ts'
import { emailsOf } from '../../users/people-list.ts'
import { askAll, callerOf, callOf, placing, type RouteDeps } from './api.ts'
import { bulkBodyBytes, readBody } from './body.ts'
import { invalid, Refused } from './errors.ts'
import { readBulkGroups, readBulkMembership, readBulkPeople } from './translate.ts'

export function bulkRoutes(app: FastifyInstance, { database, engine, few }: RouteDeps): void {
  const { kysely } = database

  app.route({
    ...{ method: 'POST', url: '/bulk/people', config: { permission: 'users.create', operation: 'provision' } },
    bodyLimit: bulkBodyBytes,
    ...few(async (request, reply) => {
      const { principal } = callerOf(request)
      const people = await inSteps(readBulkPeople(readBody(request)))
      if (people.some(({ groups }) => groups.length > 0)) {
        requirePermission(principal, 'groups.assign')
        requirePermission(principal, 'groups.create') // a name that is no group's yet makes one
      }
      const call = callOf(request)
      await askAll(
        engine,
        reply,
        people.map(person => placing(call, { ...person, welcome: true })),
      )
      return reply.code(202).send({ data: { type: 'bulk_people', attributes: { people: people.length } } })
    }),
  })

  app.post('/bulk/groups', { config: { permission: 'groups.create' } }, async (request, reply) => {
    const groups = readBulkGroups(readBody(request))
    const { principal } = callerOf(request)
    await kysely.transaction().execute(transaction => createGroups(transaction, principal, groups, principal.by))
    return reply.code(202).send({ data: { type: 'bulk_groups', attributes: { groups: groups.length } } })
  })

  app.route({
    ...{
      method: 'POST',
      url: '/bulk/people/membership',
      config: { permission: 'groups.assign', operation: 'provision' },
    },
    bodyLimit: bulkBodyBytes,
    ...few(async (request, reply) => {
      const { organizationId } = callerOf(request)
      const { personIds, groupIds } = readBulkMembership(readBody(request))
      const emails = await emailsOf(kysely, organizationId, personIds)
      if (emails === null)
        throw new Refused(422, invalid('/data/person_ids', 'person_ids names people who are not here'))
      const groups = groupIds.flatMap(id => id ?? [])
      if (groups.length < groupIds.length || !(await hasGroups(kysely, organizationId, groups)))
        throw new Refused(422, invalid('/data/group_ids', 'group_ids names groups that are not here'))
      const call = callOf(request)
      await askAll(
        engine,
        reply,
        emails.map(email => placing(call, { email, groups })),
      )
      return reply.code(202).send({ data: { type: 'bulk_memberships', attributes: { people: emails.length } } })
    }),
  })
}
