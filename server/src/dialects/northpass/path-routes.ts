import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerOf, type RouteDeps } from './api.ts'
import { notFound } from './errors.ts'
import {
  findPath,
  pathColumns,
  pathEnrollmentColumns,
  pathEnrollmentKey,
  pathKey,
  pathSearched,
  selectPathEnrollments,
  selectPaths,
  toPath,
  toPathEnrollment,
} from './learning-paths.ts'
import { answerList } from './list.ts'

type ById = { Params: { id: string } }

export function pathRoutes(app: FastifyInstance, { database: { kysely }, place }: RouteDeps): void {
  async function getPath(request: FastifyRequest<ById>) {
    const path = await findPath(kysely, callerOf(request).organizationId, request.params.id)
    if (!path) throw notFound(`There is no learning path ${request.params.id}.`)
    return path
  }

  for (const folder of ['/learning-paths', '/learning_paths']) {
    const undescribed = folder.includes('_')
    app.get(folder, { config: { permission: 'catalog.view', undescribed } }, (request, reply) =>
      answerList(place, request, reply, {
        query: selectPaths(kysely, callerOf(request).organizationId),
        columns: pathColumns,
        key: pathKey,
        searched: pathSearched,
        present: row => toPath(place, row),
      }),
    )

    app.get<ById>(`${folder}/:id`, { config: { permission: 'catalog.view', undescribed } }, async request => ({
      data: toPath(place, await getPath(request)),
    }))

    app.get<ById>(
      `${folder}/:id/enrollments`,
      { config: { permission: 'enrollments.view', undescribed } },
      async (request, reply) => {
        const path = await getPath(request)
        return answerList(place, request, reply, {
          query: selectPathEnrollments(kysely, path),
          columns: pathEnrollmentColumns(path),
          key: pathEnrollmentKey,
          present: row => toPathEnrollment(place, path, row),
        })
      },
    )
  }
}
