import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readAccess } from '../courses/access-json.ts'
import type { Database } from '../db/database.ts'
import { ask, callIn } from '../http/ask.ts'
import { change } from '../http/change.ts'
import { tagged } from '../http/etag.ts'
import { principalOf } from '../http/principal.ts'
import { ById, changed, Writing } from '../http/shapes.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import type { Permission } from '../lib/permissions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { EnrollmentIntent, ExtendIntent } from '../provisioning/intents/enrollment.ts'
import type { EnrollmentOutcome } from '../provisioning/intents/outcome.ts'
import { teamOf } from '../teams/team-of.ts'
import { getEnrollment } from './enrollment-page.ts'
import { findEnrollments } from './find-enrollments.ts'
import { openItem } from './open-item.ts'
import * as shape from './schema.ts'

export interface EnrollmentDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
}

const verbs: readonly {
  kind: EnrollmentIntent['kind']
  permission: Permission
  summary: string
  description: string
}[] = [
  {
    kind: 'suspend',
    permission: 'enrollments.edit',
    summary: "Hold a learner's access",
    description: 'Provisioning leaves it untouched until it is resumed. The time goes on running.',
  },
  {
    kind: 'resume',
    permission: 'enrollments.edit',
    summary: 'Lift the hold',
    description: 'What was granted, and until when, is as if there had been none.',
  },
  {
    kind: 'complete',
    permission: 'enrollments.edit',
    summary: 'Say that the learner is through with the course',
    description: 'For good. The days that are left stay.',
  },
]

type Asked<Intent> = Intent extends unknown ? Omit<Intent, 'call' | 'email' | 'course'> : never

export function enrollmentRoutes({ database, engine }: EnrollmentDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Enrollments']

  /** Asks the engine for a change of one enrollment and answers with what it is then. Throws `not_found`. */
  async function askFor(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    asked: (timeZone: string) => Asked<EnrollmentIntent | ExtendIntent>,
  ) {
    const principal = principalOf(request)
    const now = principal.by.receivedAt
    const { email, course, organization_id, time_zone } = await getEnrollment(kysely, principal, id, now)
    const intent = { ...asked(time_zone), call: callIn(request, organization_id), email, course }
    return ask(engine, request, reply, intent, async outcome => {
      // As the engine has it: access that begins now has not begun when the call came in.
      const { status } = outcome.enrollments[0] as EnrollmentOutcome
      return tagged(reply, { ...(await getEnrollment(kysely, principal, id, now)), status })
    })
  }

  return async app => {
    app.get('/api/enrollments', {
      config: { permission: 'enrollments.view', team: teamOf.query },
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
      config: { permission: 'enrollments.view', team: teamOf.enrollment },
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

    for (const { kind, permission, summary, description } of verbs)
      app.post(`/api/enrollments/:id/${kind}`, {
        config: { permission },
        schema: {
          tags,
          summary,
          description,
          params: ById,
          querystring: Writing,
          response: changed(shape.Enrollment),
        },
        handler: (request, reply) => askFor(request, reply, request.params.id, () => ({ kind, reason: null })),
      })

    app.post('/api/enrollments/:id/revoke', {
      config: { permission: 'enrollments.delete', operation: 'revoke' },
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
      handler: (request, reply) => {
        const { reason = null, external_ref: reference = null } = request.body
        refuseInvalid({ reason: reason === null ? null : textProblem(reason, 500) })
        return askFor(request, reply, request.params.id, () => ({ kind: 'revoke', reason, reference }))
      },
    })

    app.post('/api/enrollments/:id/extend', {
      config: { permission: 'enrollments.edit', operation: 'extend' },
      schema: {
        tags,
        summary: "Make a learner's access longer",
        description: 'From its end on; from now on when it is over. It is one more grant, which can be revoked alone.',
        params: ById,
        querystring: Writing,
        body: shape.Extension,
        response: changed(shape.Enrollment),
      },
      handler: (request, reply) => {
        const { access, external_ref: reference = null } = request.body
        return askFor(request, reply, request.params.id, timeZone => {
          const { columns, problems } = readAccess(access, timeZone, principalOf(request).by.receivedAt)
          refuseInvalid(problems)
          const { access_months: months = null, access_days: days = null, access_until: until = null } = columns
          return { kind: 'extend', period: { months, days, until }, reference }
        })
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
