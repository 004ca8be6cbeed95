/** Who is in a group, and the courses that it gives. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { act } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, OneOrMany, Writing } from '../http/shapes.ts'
import { Refusal } from '../lib/refusal.ts'
import { type Action, permissionOf } from '../provisioning/actions/actions.ts'
import { join, joinedAnswers } from '../provisions/joining.ts'
import { getOrganizationOf } from '../reach/lock-in-reach.ts'
import { mayRead } from '../reach/may-read.ts'
import { type NamedPerson, readNamed, sayNamed } from '../reach/named-people.ts'
import { listGroupCourses, listGroupMembers } from './contents.ts'
import { getGroup } from './queries.ts'
import type { GroupDeps } from './routes.ts'
import * as shape from './schema.ts'

export function groupContentRoutes(deps: GroupDeps): FastifyPluginAsyncTypebox {
  const { engine, database } = deps
  const { kysely } = database
  const tags = ['Groups']
  const place = (request: FastifyRequest, id: number) =>
    getOrganizationOf(kysely, principalOf(request), { table: 'groups', word: 'group', id })

  function changeCourses(
    request: FastifyRequest,
    reply: FastifyReply,
    action: Action<'attach_courses' | 'set_courses'>,
  ) {
    const answer = async () => tagged(reply, await getGroup(kysely, principalOf(request), action.group))
    return act(engine, request, reply, action, answer)
  }

  return async app => {
    app.get('/api/groups/:id/members', {
      config: mayRead('group_member'),
      schema: {
        tags,
        summary: 'List who is in a group',
        params: ById,
        querystring: shape.GroupMemberList,
        response: { 200: shape.GroupMemberPage },
      },
      handler: async request => {
        await place(request, request.params.id)
        return listGroupMembers(kysely, request.params.id, request.query)
      },
    })

    app.post('/api/groups/:id/members', {
      config: { ...permissionOf('join_group'), operation: 'provision' },
      schema: {
        tags,
        summary: 'Put somebody into a group',
        description:
          'Gives its courses. Makes the account and the membership of the organization where there is none: that takes `users.create` too. 201 when the person came in now. An array is answered with 200 and an outcome for each.',
        params: ById,
        querystring: Writing,
        body: OneOrMany(shape.NewGroupMember),
        response: joinedAnswers,
      },
      handler: async (request, reply) => {
        const { id: group } = request.params
        // A list is refused as a whole.
        if (Array.isArray(request.body)) await place(request, group)
        const into = (person: NamedPerson) => ({ action: 'join_group', group, ...readNamed(person) }) as const
        return join(engine, request, reply, { action: 'join_group', shape: shape.NewGroupMember, say: sayNamed }, into)
      },
    })

    app.delete('/api/groups/:id/members/:user', {
      config: permissionOf('leave_group'),
      schema: {
        tags,
        summary: 'Take somebody out of a group',
        description: 'What came from the group is revoked, and nothing else.',
        params: shape.ByGroupMember,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) => {
        const { id: group, user } = request.params
        return act(engine, request, reply, { action: 'leave_group', group, user }, () => reply.code(204).send(null))
      },
    })

    app.get('/api/groups/:id/courses', {
      config: mayRead('group_course'),
      schema: {
        tags,
        summary: 'List the courses that a group gives',
        params: ById,
        querystring: shape.Page,
        response: { 200: shape.GroupCoursePage },
      },
      handler: async request => {
        await place(request, request.params.id)
        return listGroupCourses(kysely, request.params.id, request.query)
      },
    })

    app.post('/api/groups/:id/courses', {
      config: permissionOf('attach_courses'),
      schema: {
        tags,
        summary: 'Attach courses to a group',
        description: 'All of its members get them.',
        params: ById,
        querystring: Writing,
        body: shape.SentCourses,
        response: changed(shape.Group),
      },
      handler: async (request, reply) =>
        changeCourses(request, reply, { action: 'attach_courses', group: request.params.id, ...request.body }),
    })

    app.put('/api/groups/:id/courses', {
      config: permissionOf('set_courses'),
      schema: {
        tags,
        summary: 'Say which courses a group gives',
        description: 'These are attached, and all others are detached.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.SentCourses,
        response: changed(shape.Group),
      },
      handler: async (request, reply) => {
        const ifMatch = request.headers['if-match']
        return changeCourses(request, reply, {
          action: 'set_courses',
          group: request.params.id,
          ...request.body,
          ifMatch,
        })
      },
    })

    app.delete('/api/groups/:id/courses/:course', {
      config: permissionOf('detach_courses'),
      schema: {
        tags,
        summary: 'Detach a course from a group',
        description: 'It is revoked from members as far as it came from the group.',
        params: shape.ByGroupCourse,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) => {
        const { id: group, course } = request.params
        const action = { action: 'detach_courses', group, courses: [course] } as const
        return act(engine, request, reply, action, ({ result }) => {
          if (result === 'unchanged') throw new Refusal('not_found', `This group does not give ${course}.`)
          return reply.code(204).send(null)
        })
      },
    })
  }
}
