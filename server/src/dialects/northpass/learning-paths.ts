/** Learning paths: our bundles. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  type BundleHolder,
  bundleList,
  findBundleOf,
  holderList,
  type ListedBundle,
  selectBundlesOf,
  selectHoldersOf,
} from '../../products/bundle-list.ts'
import { mayRead } from '../../reach/may-read.ts'
import { callerOf, type RouteDeps } from './api.ts'
import { pageOfCourses } from './courses.ts'
import { type LinkRoot, link, linkTo, many, one, type Resource, time } from './envelope.ts'
import { notFound } from './errors.ts'
import { fromUuid, toUuid } from './ids.ts'
import { answerList, attributesOf } from './list.ts'

export const pathAttributes = attributesOf(bundleList, {
  id: { column: 'id', id: 'learning_paths' },
  name: 'display_name',
  permalink: 'name',
  description: 'description',
  created_at: 'created_at',
  updated_at: 'updated_at',
})

export const pathEnrollmentAttributes = ({ id }: Pick<ListedBundle, 'id'>) =>
  attributesOf(holderList, {
    id: { column: 'user_id', id: 'people', start: `${toUuid('learning_paths', id)}-` },
    person_id: { column: 'user_id', id: 'people' },
    progress: 'progress',
    enrolled_at: 'enrolled_at',
    completed_at: 'completed_at',
    updated_at: 'updated_at',
  })

type ById = { Params: { id: string } }

export function pathRoutes(app: FastifyInstance, { database: { kysely }, root }: RouteDeps): void {
  async function getPath(request: FastifyRequest<ById>) {
    const path = await findBundleOf(
      kysely,
      callerOf(request).organizationId,
      fromUuid('learning_paths', request.params.id),
    )
    if (!path) throw notFound(`There is no learning path ${request.params.id}.`)
    return path
  }

  for (const folder of ['/learning-paths', '/learning_paths']) {
    const undescribed = folder.includes('_')
    app.get(folder, { config: { ...mayRead('product'), undescribed } }, (request, reply) =>
      answerList(root, request, reply, {
        query: selectBundlesOf(kysely, callerOf(request).organizationId),
        list: bundleList,
        attributes: pathAttributes,
        present: row => toPath(root, row),
      }),
    )

    app.get<ById>(`${folder}/:id`, { config: { ...mayRead('product'), undescribed } }, async request => ({
      data: toPath(root, await getPath(request)),
    }))

    app.get<ById>(
      `${folder}/:id/enrollments`,
      { config: { ...mayRead('enrollment'), undescribed } },
      async (request, reply) => {
        const path = await getPath(request)
        return answerList(root, request, reply, {
          query: selectHoldersOf(kysely, path),
          list: holderList,
          attributes: pathEnrollmentAttributes(path),
          present: row => toPathEnrollment(root, path, row),
        })
      },
    )
  }
}

/** Its courses come in no order, and it has no picture and no link that can be shown again. */
function toPath(root: LinkRoot, row: ListedBundle): Resource {
  const id = toUuid('learning_paths', row.id)
  return {
    type: 'learning_paths',
    id,
    attributes: {
      name: row.display_name,
      permalink: row.name,
      description: row.description,
      navigation_mode: 'free',
      picture_url: null,
      learning_path_enrollment_link: null,
      share_learning_path_link: pageOfCourses(root),
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    },
    links: {
      self: link(root, `/learning-paths/${id}`),
      enrollments: link(root, `/learning-paths/${id}/enrollments`),
      enroll: linkTo(root, pageOfCourses(root)),
    },
    relationships: {
      courses: many(
        'courses',
        row.course_ids.map(course => toUuid('courses', course)),
      ),
      school: one('schools', toUuid('schools', row.organization_id)),
    },
  }
}

/** It has no id of its own but what it joins. */
function toPathEnrollment(root: LinkRoot, { id }: Pick<ListedBundle, 'id'>, row: BundleHolder): Resource {
  const [path, person] = [toUuid('learning_paths', id), toUuid('people', row.user_id)]
  return {
    type: 'learning_path_enrollments',
    id: `${path}-${person}`,
    attributes: {
      person_id: person,
      learning_path_id: path,
      progress: row.progress,
      enrolled_at: time(row.enrolled_at),
      completed_at: time(row.completed_at),
      last_active_on: null,
      updated_at: time(row.updated_at),
    },
    links: { person: link(root, `/people/${person}`), learning_path: link(root, `/learning-paths/${path}`) },
    relationships: { person: one('people', person), learning_path: one('learning_paths', path) },
  }
}
