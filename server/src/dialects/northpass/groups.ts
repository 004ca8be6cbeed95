/** Groups, who is in them, and the courses that they give. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nameCourses, selectCoursesOf } from '../../courses/course-list.ts'
import { explainConstraint } from '../../db/constraints.ts'
import { createGroup } from '../../groups/create-group.ts'
import {
  findGroupOf,
  groupList,
  type ListedGroup,
  memberList,
  selectGroupsOf,
  selectMembersOf,
} from '../../groups/group-list.ts'
import { updateGroup } from '../../groups/update-group.ts'
import { mayRead } from '../../reach/may-read.ts'
import { emailsOf, selectPeopleOf } from '../../users/people-list.ts'
import { askAll, askerOf, callerOf, type RouteDeps, refuseWriting } from './api.ts'
import { bulkBodyBytes, readBody } from './body.ts'
import { answerCourses } from './courses.ts'
import { type LinkRoot, link, one, type Resource, time } from './envelope.ts'
import { notFound, Refused } from './errors.ts'
import { fromUuid, toUuid } from './ids.ts'
import { answerList, attributesOf } from './list.ts'
import { answerPeople } from './people.ts'
import { readGroup, readIdentifiers, readPersonIds } from './translate.ts'

export const groupAttributes = attributesOf(groupList, {
  id: { column: 'id', id: 'groups' },
  name: 'name',
  description: 'description',
  created_at: 'created_at',
  updated_at: 'updated_at',
  membership_count: 'member_count',
  memberships_count: 'member_count',
})

const ofMembership = {
  group_id: { column: 'group_id', id: 'groups' },
  person_id: { column: 'user_id', id: 'people' },
  created_at: 'created_at',
} as const

export const membershipAttributes = attributesOf(memberList, ofMembership)

/** Of one group also the id, which is made of both. */
export const membershipAttributesIn = (groupId: number) =>
  attributesOf(memberList, {
    id: { column: 'user_id', id: 'people', start: `${toUuid('groups', groupId)}-` },
    ...ofMembership,
  })

type ById = { Params: { id: string } }

/** How somebody who is here is put into a group. */
const asKnown = { firstName: null, lastName: null, welcome: false }

export function groupRoutes(app: FastifyInstance, { database, engine, root, few }: RouteDeps): void {
  const { kysely } = database

  async function getGroup(request: FastifyRequest<ById>): Promise<ListedGroup> {
    const group = await findGroupOf(kysely, callerOf(request).organizationId, {
      id: fromUuid('groups', request.params.id),
    })
    if (!group) throw notFound(`There is no group ${request.params.id}.`)
    return group
  }

  /** Of these people. */
  async function peopleIn(request: FastifyRequest, ids: readonly (number | null)[]): Promise<number[]> {
    const emails = await emailsOf(kysely, callerOf(request).organizationId, ids)
    if (emails === null) throw notFound('Some of these people are not here.')
    return ids.flatMap(id => id ?? [])
  }

  app.get('/groups', { config: mayRead('group') }, (request, reply) =>
    answerList(root, request, reply, {
      query: selectGroupsOf(kysely, callerOf(request).organizationId),
      list: groupList,
      attributes: groupAttributes,
      present: row => toGroup(root, row),
    }),
  )

  app.post('/groups', { config: { permission: 'groups.create' } }, async (request, reply) => {
    const { name = '', description } = readGroup(readBody(request), { isNew: true })
    const { principal, organizationId, settings } = callerOf(request)
    const { isNew } = await kysely
      .transaction()
      .execute(transaction => createGroup(transaction, principal, { name, description }, principal.by))
      .then(
        () => ({ isNew: true }),
        error => {
          if (isNameTaken(error)) return { isNew: false }
          throw error
        },
      )
    if (!isNew && settings.existing_group === 'conflict')
      throw new Refused(409, { detail: 'There is a group of this name.', source: { pointer: '/data/attributes/name' } })
    const group = await findGroupOf(kysely, organizationId, { name })
    if (!group) throw notFound('The group was deleted meanwhile.')
    return reply.code(isNew ? 201 : 200).send({ data: toGroup(root, group) })
  })

  app.get<ById>('/groups/:id', { config: mayRead('group') }, async request => ({
    data: toGroup(root, await getGroup(request)),
  }))

  for (const method of ['PATCH', 'PUT'] as const)
    app.route<ById>({
      method,
      url: '/groups/:id',
      config: { permission: 'groups.edit' },
      handler: async request => {
        const { id } = await getGroup(request)
        const changes = readGroup(readBody(request), { isNew: false })
        const { principal } = callerOf(request)
        await kysely
          .transaction()
          .execute(transaction => updateGroup(transaction, principal, { id }, changes, principal.by))
        return { data: toGroup(root, await getGroup(request)) }
      },
    })

  app.delete<ById>('/groups/:id', { config: { permission: 'groups.delete' } }, async (request, reply) => {
    const { id: group } = await getGroup(request)
    await askAll(engine, reply, [{ caller: askerOf(request), action: { action: 'archive_group', group } }])
    return reply.code(204).send()
  })

  app.get('/memberships', { config: mayRead('group_member') }, (request, reply) =>
    answerList(root, request, reply, {
      query: selectMembersOf(kysely, callerOf(request).organizationId),
      list: memberList,
      attributes: membershipAttributes,
      present: row => toMembership(root, row),
    }),
  )
  refuseWriting(app, '/memberships', 'Send people to /groups/{id}/relationships/people.')

  app.get<ById>('/groups/:id/people', { config: { ...mayRead('user'), within: 'group' } }, async (request, reply) => {
    const { id: groupId } = await getGroup(request)
    return answerPeople(root, request, reply, selectPeopleOf(kysely, callerOf(request).organizationId, { groupId }))
  })

  app.get<ById>(
    '/groups/:id/courses',
    { config: { ...mayRead('course'), within: 'group' } },
    async (request, reply) => {
      const { id: groupId } = await getGroup(request)
      return answerCourses(root, request, reply, selectCoursesOf(kysely, callerOf(request).organizationId, { groupId }))
    },
  )

  app.get<ById>('/groups/:id/memberships', { config: mayRead('group_member') }, async (request, reply) => {
    const { id } = await getGroup(request)
    return answerList(root, request, reply, {
      query: selectMembersOf(kysely, callerOf(request).organizationId, id),
      list: memberList,
      attributes: membershipAttributesIn(id),
      present: row => toMembership(root, row),
    })
  })

  // The second is the older form of the first.
  for (const url of ['/groups/:id/relationships/people', '/groups/:id/people']) {
    app.route<ById>({
      ...{ method: 'POST', url, config: { permission: 'groups.assign', operation: 'provision' } },
      bodyLimit: bulkBodyBytes,
      ...few<ById>(async (request, reply) => {
        const { id } = await getGroup(request)
        const users = await peopleIn(request, readPersonIds(readBody(request)))
        const caller = askerOf(request, users.length)
        await askAll(
          engine,
          reply,
          users.map(user => ({
            caller,
            action: { action: 'join_group', group: id, person: { user }, ...asKnown } as const,
          })),
        )
        return reply.code(204).send()
      }),
    })

    app.route<ById>({
      ...{ method: 'DELETE', url, config: { permission: 'groups.assign', operation: 'leave_group' } },
      bodyLimit: bulkBodyBytes,
      ...few<ById>((request, reply) => removePeople(request, reply, readPersonIds(readBody(request)))),
    })
  }

  app.delete<{ Params: { id: string; person: string } }>(
    '/groups/:id/people/:person',
    { config: { permission: 'groups.assign', operation: 'leave_group' } },
    (request, reply) => removePeople(request, reply, [fromUuid('people', request.params.person)]),
  )

  async function removePeople(
    request: FastifyRequest<ById>,
    reply: FastifyReply,
    ids: readonly (number | null)[],
  ): Promise<FastifyReply> {
    const { id: group } = await getGroup(request)
    const users = await peopleIn(request, ids)
    const caller = askerOf(request, users.length)
    await askAll(
      engine,
      reply,
      users.map(user => ({ caller, action: { action: 'leave_group', group, user, orNothing: true } as const })),
    )
    return reply.code(204).send()
  }

  /** Nothing says what the address is that gives a group courses: these two are taken. */
  for (const url of ['/groups/:id/relationships/courses', '/groups/:id/courses'])
    app.post<ById>(url, { config: { permission: 'groups.edit' } }, (request, reply) =>
      changeCourses(request, reply, 'attach_courses'),
    )
  app.delete<ById>('/groups/:id/relationships/courses', { config: { permission: 'groups.edit' } }, (request, reply) =>
    changeCourses(request, reply, 'detach_courses'),
  )

  async function changeCourses(
    request: FastifyRequest<ById>,
    reply: FastifyReply,
    action: 'attach_courses' | 'detach_courses',
  ): Promise<FastifyReply> {
    const { id: group } = await getGroup(request)
    const ids = readIdentifiers(readBody(request), 'courses')
    const courses = await nameCourses(kysely, callerOf(request).organizationId, ids)
    if (courses === null) throw notFound('Some of these courses are not here.')
    await askAll(engine, reply, [{ caller: askerOf(request), action: { action, group, courses } }])
    return reply.code(204).send()
  }
}

/** The constraint decides, so that of two calls at once one finds what the other made. */
function isNameTaken(error: unknown): boolean {
  return explainConstraint(error)?.code === 'conflict'
}

function toGroup(root: LinkRoot, row: ListedGroup): Resource {
  const id = toUuid('groups', row.id)
  const path = `/groups/${id}`
  return {
    type: 'groups',
    id,
    attributes: {
      name: row.name,
      description: row.description,
      // Both names of it are read by clients.
      membership_count: row.member_count,
      memberships_count: row.member_count,
      user_count: row.member_count,
      group_enrollment_link: null,
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    },
    links: {
      self: link(root, path, ['get', 'patch', 'delete']),
      memberships: link(root, `${path}/memberships`),
    },
    relationships: { school: one('schools', toUuid('schools', row.organization_id)) },
  }
}

/** It has no id of its own but what it joins. */
function toMembership(root: LinkRoot, row: { group_id: number; user_id: number; created_at: Date }): Resource {
  const [group, person] = [toUuid('groups', row.group_id), toUuid('people', row.user_id)]
  return {
    type: 'memberships',
    id: `${group}-${person}`,
    attributes: { created_at: time(row.created_at) },
    links: { group: link(root, `/groups/${group}`), person: link(root, `/people/${person}`) },
    relationships: { group: one('groups', group), person: one('people', person) },
  }
}
