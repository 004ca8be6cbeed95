import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { asksForCsv } from '../api/csv.ts'
import { principalOf, requirePermission } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { mayRead } from '../reach/may-read.ts'
import { reportCompletion } from './completion-report.ts'
import { reportEnrollments } from './enrollments-report.ts'
import { reportExpiring } from './expiring-report.ts'
import { readOverview } from './overview.ts'
import * as shape from './schema.ts'
import { type ReportChoice, readScope } from './scope.ts'
import { reportSeats } from './seats-report.ts'

const daysBack = { day: 30, week: 7 * 26, month: 365 }

export function reportRoutes({ kysely }: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const shared = { tags: ['Reports'] }
  const config = mayRead('report', 'one')

  function scopeOf(request: FastifyRequest, choice: ReportChoice, days: number) {
    const principal = principalOf(request)
    if (asksForCsv(request)) requirePermission(principal, 'reports.export')
    return readScope(kysely, principal, choice, { days, now: principal.by.receivedAt })
  }

  return async app => {
    app.get('/api/reports/overview', {
      config: mayRead('report'),
      schema: {
        ...shared,
        summary: 'How things stand',
        description: 'The figures of the first page of the console.',
        querystring: shape.OverviewQuery,
        response: { 200: shape.Overview },
      },
      handler: async request => {
        const now = principalOf(request).by.receivedAt
        const [scope, { from: today }] = await Promise.all([
          scopeOf(request, request.query, 7),
          scopeOf(request, request.query, 1),
        ])
        return readOverview(kysely, scope, { today, now })
      },
    })

    app.get('/api/reports/enrollments', {
      config,
      schema: {
        ...shared,
        summary: 'Enrollments over time',
        description: 'How many began in each period; periods without any are left out, and renewals begin none.',
        querystring: shape.EnrollmentsQuery,
        response: { 200: shape.EnrollmentsReport },
      },
      handler: async request => {
        const { by, split, ...choice } = request.query
        const scope = await scopeOf(request, choice, daysBack[by])
        return whole(await reportEnrollments(kysely, scope, { by, split }))
      },
    })

    app.get('/api/reports/completion', {
      config,
      schema: {
        ...shared,
        summary: 'Completion of courses',
        description: 'Of those whose enrollment began in the days that are asked for. Default: the last 365.',
        querystring: shape.CompletionQuery,
        response: { 200: shape.CompletionReport },
      },
      handler: async request => {
        const { split, ...choice } = request.query
        const scope = await scopeOf(request, choice, 365)
        return whole(await reportCompletion(kysely, scope, { split, now: principalOf(request).by.receivedAt }))
      },
    })

    app.get('/api/reports/expiring', {
      config,
      schema: {
        ...shared,
        summary: 'Access that ends soon',
        description: 'How many enrollments end on which day. `GET /api/enrollments?ends_before=…` lists them.',
        querystring: shape.ExpiringQuery,
        response: { 200: shape.ExpiringReport },
      },
      handler: async request => {
        const { days, ...choice } = request.query
        const scope = await scopeOf(request, choice, 1)
        return whole(await reportExpiring(kysely, scope, { days, now: principalOf(request).by.receivedAt }))
      },
    })

    app.get('/api/reports/seats', {
      config,
      schema: {
        ...shared,
        summary: 'Use of seats',
        description: 'Of each team and product, the fullest first.',
        querystring: shape.SeatsQuery,
        response: { 200: shape.SeatsReport },
      },
      handler: async request => {
        const { organization, below, team, ...filter } = request.query
        const { organizationIds, teamId } = await scopeOf(request, { organization, below, team }, 1)
        return reportSeats(kysely, { ...filter, organizationIds, teamId })
      },
    })
  }
}

/** A report has one page. */
function whole<Row>(data: readonly Row[]) {
  return { data: [...data], next_cursor: null }
}
