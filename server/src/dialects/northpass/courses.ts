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
import { callerOf, type RouteDeps } from './api.ts'
import { many, one, type Place, type Resource, time } from './envelope.ts'
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

export function courseRoutes(app: FastifyInstance, { database: { kysely }, place }: RouteDeps): void {
  app.get('/courses', { config: { permission: 'catalog.view' } }, (request, reply) =>
    answerCourses(place, request, reply, selectCoursesOf(kysely, callerOf(request).organizationId)),
  )

  app.get<ById>('/courses/:id', { config: { permission: 'catalog.view' } }, async request => {
    const { id } = request.params
    const course = await findCourseOf(kysely, callerOf(request).organizationId, idOrPermalink(id))
    if (!course) throw notFound(`There is no course ${id}.`)
    return { data: toCourse(place, course) }
  })

  // Our courses lie in no categories: that there is none is all there is to say.
  app.get('/categories', { config: { permission: 'catalog.view' } }, async (request, reply) =>
    answerNone(place, request, reply),
  )
  app.get<ById>('/categories/:id', { config: { permission: 'catalog.view' } }, async request => {
    throw notFound(`There is no category ${request.params.id}.`)
  })
}

export function answerCourses(
  place: Place,
  request: FastifyRequest,
  reply: FastifyReply,
  query: ReturnType<typeof selectCoursesOf>,
) {
  return answerList(place, request, reply, {
    query,
    list: courseList,
    attributes: courseAttributes,
    present: row => toCourse(place, row),
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
function toCourse(place: Place, row: ListedCourse): Resource {
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
      ...(place.version === 'v1' && { course_enrollment_link: null, share_course_link: pageOfCourses(place) }),
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    },
    links: linksOf(place, row.id, id),
    relationships: {
      categories: many('categories', []),
      instructor_partnerships: many('partnerships', []),
      school: one('schools', toUuid('schools', row.organization_id)),
    },
  }
}

/** Where learners find their courses. */
export function pageOfCourses(place: Place): string {
  return new URL('courses', place.base).href
}

/** What the dialect cannot do leads into our own API, which takes the same key. There are no drafts and no copies. */
function linksOf(place: Place, id: number, uuid: string): Resource['links'] {
  const native = new URL(`api/courses/${id}`, place.base).href
  return {
    self: linkTo(place, `${place.base}/courses/${uuid}`, ['get']),
    enrollments: linkTo(place, `${place.base}/courses/${uuid}/enrollments`, ['get']),
    enroll: linkTo(place, pageOfCourses(place), ['get']),
    preview: linkTo(place, pageOfCourses(place), ['get']),
    teaching: linkTo(place, native, ['get', 'patch']),
    edit: linkTo(place, native, ['patch']),
    builder: linkTo(place, `${native}/items`, ['get', 'post']),
    archive: linkTo(place, native, ['delete']),
    unarchive: linkTo(place, `${native}/restore`, ['post']),
    publish: null,
    clone: null,
  }
}

/** Of courses alone, the methods are one level deeper. */
function linkTo(place: Place, href: string, methods: readonly string[]) {
  return place.version === 'v1' ? href : { href, meta: { methods } }
}
