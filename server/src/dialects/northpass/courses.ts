/** Courses, those that are archived too. They are made and changed in our own API. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  courseList,
  findCourseNamesOf,
  findCourseOf,
  type ListedCourse,
  selectCoursesOf,
} from '../../courses/course-list.ts'
import type { Reader } from '../../db/database.ts'
import { mayRead } from '../../reach/may-read.ts'
import { callerOf, type RouteDeps } from './api.ts'
import { type LinkRoot, many, one, type Resource, time } from './envelope.ts'
import { notFound } from './errors.ts'
import { fromUuid, toUuid } from './ids.ts'
import { answerList, answerNone, attributesOf } from './list.ts'

type ById = { Params: { id: string } }

/** By whether it is given still. */
const statuses: Readonly<Record<string, string>> = { true: 'live', false: 'archived' }

export const courseAttributes = attributesOf(courseList, {
  id: { column: 'id', id: 'courses' },
  name: 'display_name',
  permalink: 'name',
  status: { column: 'is_active', words: statuses },
  published: 'is_active',
  short_description: 'description',
  full_description: 'description',
  enrollments_count: 'enrollment_count',
  created_at: 'created_at',
  updated_at: 'updated_at',
})

export function courseRoutes(app: FastifyInstance, { database: { kysely }, root }: RouteDeps): void {
  app.get('/courses', { config: mayRead('course') }, (request, reply) =>
    answerCourses(root, request, reply, selectCoursesOf(kysely, callerOf(request).organizationId)),
  )

  app.get<ById>('/courses/:id', { config: mayRead('course') }, async request => {
    const { id } = request.params
    const course = await findCourseOf(kysely, callerOf(request).organizationId, idOrPermalink(id))
    if (!course) throw notFound(`There is no course ${id}.`)
    return { data: toCourse(root, course) }
  })

  // Our courses lie in no categories: that there is none is all there is to say.
  app.get('/categories', { config: mayRead('course') }, async (request, reply) => answerNone(root, request, reply))
  app.get<ById>('/categories/:id', { config: mayRead('course') }, async request => {
    throw notFound(`There is no category ${request.params.id}.`)
  })
}

export function answerCourses(
  root: LinkRoot,
  request: FastifyRequest,
  reply: FastifyReply,
  query: ReturnType<typeof selectCoursesOf>,
) {
  return answerList(root, request, reply, {
    query,
    list: courseList,
    attributes: courseAttributes,
    present: row => toCourse(root, row),
  })
}

/** Named in the address. Throws `Refused` (404). */
export async function getCourseNames(reader: Reader, request: FastifyRequest<ById>) {
  const { id } = request.params
  const course = await findCourseNamesOf(reader, callerOf(request).organizationId, idOrPermalink(id))
  if (!course) throw notFound(`There is no course ${id}.`)
  return course
}

/** By permalink, as links of v1 had it. */
function idOrPermalink(which: string): number | string {
  return fromUuid('courses', which) ?? which
}

/** What we call the name is the permalink; the real service's name is what people read. */
function toCourse(root: LinkRoot, row: ListedCourse): Resource {
  const id = toUuid('courses', row.id)
  return {
    type: 'courses',
    id,
    attributes: {
      name: row.display_name,
      permalink: row.name,
      status: statuses[String(row.archived_at === null)],
      published: row.archived_at === null,
      enrollments_count: row.enrollment_count,
      credential_achievement_count: 0,
      list_image_url: null,
      short_description: row.description,
      full_description: row.description,
      ribbon: null,
      dependent_course_names: [],
      unpublished_changes: false,
      ...(root.version === 'v1' && { course_enrollment_link: null, share_course_link: pageOfCourses(root) }),
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    },
    links: linksOf(root, row.id, id),
    relationships: {
      categories: many('categories', []),
      instructor_partnerships: many('partnerships', []),
      school: one('schools', toUuid('schools', row.organization_id)),
    },
  }
}

/** Where learners find their courses. */
export function pageOfCourses(root: LinkRoot): string {
  return new URL('courses', root.base).href
}

/** What the dialect cannot do leads into our own API, which takes the same key. There are no drafts and no copies. */
function linksOf(root: LinkRoot, id: number, uuid: string): Resource['links'] {
  const native = new URL(`api/courses/${id}`, root.base).href
  return {
    self: linkTo(root, `${root.base}/courses/${uuid}`, ['get']),
    enrollments: linkTo(root, `${root.base}/courses/${uuid}/enrollments`, ['get']),
    enroll: linkTo(root, pageOfCourses(root), ['get']),
    preview: linkTo(root, pageOfCourses(root), ['get']),
    teaching: linkTo(root, native, ['get', 'patch']),
    edit: linkTo(root, native, ['patch']),
    builder: linkTo(root, `${native}/items`, ['get', 'post']),
    archive: linkTo(root, native, ['delete']),
    unarchive: linkTo(root, `${native}/restore`, ['post']),
    publish: null,
    clone: null,
  }
}

/** Of courses alone, the methods are one level deeper. */
function linkTo(root: LinkRoot, href: string, methods: readonly string[]) {
  return root.version === 'v1' ? href : { href, meta: { methods } }
}
