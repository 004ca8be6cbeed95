import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { act } from '../api/ask.ts'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Say } from '../api/problem-words.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, Writing } from '../http/shapes.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import { readReference } from '../lib/reference.ts'
import { type Action, permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { ChangedOutcome, EnrollmentOutcome } from '../provisioning/intents/outcome.ts'
import { mayRead } from '../reach/may-read.ts'
import { getEnrollment, unknownEnrollment } from './enrollment-page.ts'
import { findEnrollments } from './find-enrollments.ts'
import { openItem } from './open-item.ts'
import * as shape from './schema.ts'

export interface EnrollmentDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
}

const verbs: readonly {
  action: 'suspend' | 'resume' | 'complete'
  summary: string
  description: string
}[] = [
  {
    action: 'suspend',
    summary: "Hold a learner's access",
    description: 'Provisioning leaves it untouched until it is resumed. The time goes on running.',
  },
  {
    action: 'resume',
    summary: 'Lift the hold',
    description: 'What was granted, and until when, is as if there had been none.',
  },
  {
    action: 'complete',
    summary: 'Say that the learner is through with the course',
    description: 'For good. The days that are left stay.',
  },
]

export function enrollmentRoutes({ database, engine }: EnrollmentDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Enrollments']

  /** As the engine has it: access that begins now has not begun when the call came in. */
  async function answer(request: FastifyRequest, reply: FastifyReply, { enrollments }: ChangedOutcome) {
    const [{ enrollmentId, status }] = enrollments as readonly [EnrollmentOutcome]
    const principal = principalOf(request)
    return tagged(reply, { ...(await getEnrollment(kysely, principal, enrollmentId, principal.by.receivedAt)), status })
  }

  function askFor(
    request: FastifyRequest,
    reply: FastifyReply,
    action: Action<'suspend' | 'resume' | 'complete' | 'revoke'>,
  ) {
    return act(engine, request, reply, action, outcome => answer(request, reply, outcome))
  }

  return async app => {
    app.get('/api/enrollments', {
      config: mayRead('enrollment', 'list'),
      schema: {
        tags,
        summary: 'List enrollments',
        description:
          'In the courses of one organization. Default: your own. Without `sort` active ones come by their end, what ended last comes first, and all else as it was made.',
        querystring: shape.EnrollmentList,
        response: { 200: shape.EnrollmentPage },
      },
      handler: request => {
        const principal = principalOf(request)
        return findEnrollments(kysely, principal, request.query, principal.by.receivedAt)
      },
    })

    app.get('/api/enrollments/:id', {
      config: mayRead('enrollment', 'one'),
      schema: {
        tags,
        summary: 'Read an enrollment',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.Enrollment },
      },
      handler: async (request, reply) => {
        const principal = principalOf(request)
        return tagged(reply, await getEnrollment(kysely, principal, request.params.id, principal.by.receivedAt))
      },
    })

    for (const { action, summary, description } of verbs)
      app.post(`/api/enrollments/:id/${action}`, {
        config: permissionOf(action),
        schema: {
          tags,
          summary,
          description,
          params: ById,
          querystring: Writing,
          response: changed(shape.Enrollment),
        },
        handler: async (request, reply) => askFor(request, reply, { action, enrollment: request.params.id }),
      })

    app.post('/api/enrollments/:id/revoke', {
      config: { ...permissionOf('revoke'), operation: 'revoke' },
      schema: {
        tags,
        summary: "Take a learner's access away",
        description: 'Every grant behind it is revoked, with the reason; a seat that gives nothing else is free again.',
        params: ById,
        querystring: Writing,
        body: shape.Revocation,
        response: changed(shape.Enrollment),
      },
      preValidation: withoutBody,
      handler: async (request, reply) => {
        const { reason = null, external_ref } = request.body
        refuseInvalid({ reason: reason === null ? null : textProblem(reason, 500) })
        return askFor(request, reply, {
          action: 'revoke',
          enrollment: request.params.id,
          reason,
          reference: readReference(external_ref) ?? null,
        })
      },
    })

    app.post('/api/enrollments/:id/extend', {
      config: { ...permissionOf('extend'), operation: 'extend' },
      schema: {
        tags,
        summary: "Make a learner's access longer",
        description: 'From its end on; from now on when it is over. It is one more grant, which can be revoked alone.',
        params: ById,
        querystring: Writing,
        body: shape.Extension,
        response: changed(shape.Enrollment),
      },
      handler: async (request, reply) => {
        const { id: enrollment } = request.params
        const { access, external_ref } = request.body
        const reference = readReference(external_ref) ?? null
        const action = { action: 'extend', enrollment, access, reference } as const
        const show = (outcome: ChangedOutcome) => answer(request, reply, outcome)
        const say: Say = ({ code }) => (code === 'not_there' ? unknownEnrollment(enrollment) : null)
        return act(engine, request, reply, action, show, say)
      },
    })

    app.post('/api/enrollments/:id/items/:item_id/open', {
      config: { permission: 'enrollments.edit' },
      schema: {
        tags,
        summary: 'Open an item for a learner',
        description: 'One of the course that is no starter. It is open as long as the course is open to the learner.',
        params: shape.OneItem,
        querystring: Writing,
        response: changed(shape.Enrollment),
      },
      handler: (request, reply) => {
        const { id, item_id: itemId } = request.params
        return change(database, request, reply, 200, (transaction, by, principal) =>
          openItem(transaction, principal, { id, itemId }, by),
        )
      },
    })
  }
}

/** A reason may be left out, and then the whole body. */
async function withoutBody(request: FastifyRequest): Promise<void> {
  request.body ??= {}
}
