/**
 * The description of the dialect (OpenAPI), served at `/openapi.northpass.json`. Its routes are gathered as they are declared,
 * with the permissions that they take; what each is about is said here. A route of which nothing is said is a fault.
 */
import type { RouteOptions } from 'fastify'
import { readable } from '../../lib/roles/readable.ts'
import { courseAttributes } from './courses.ts'
import { enrollmentAttributes, transcriptAttributes } from './enrollments.ts'
import { type Status, titles } from './errors.ts'
import { groupAttributes, membershipAttributes, membershipAttributesIn } from './groups.ts'
import { pathAttributes, pathEnrollmentAttributes } from './learning-paths.ts'
import { type Attribute, predicatesOf } from './list.ts'
import { personAttributes } from './people.ts'
import { ref, schemas } from './shapes.ts'
import { sentAttributes } from './webhooks.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Another spelling, or what is only refused: it is not described. */
    undescribed?: boolean
  }
}

interface Told {
  readonly summary: string
  /** What a list is of, and what it can be filtered by; without attributes: there is none of it. */
  readonly list?: string
  readonly attributes?: Readonly<Record<string, Attribute>>
  /** What is answered, with the status of what is done. */
  readonly one?: string
  readonly status?: number
  readonly body?: string
}

const anyId = 0
const removed = { status: 204 }

/** By method and address. */
const told: Readonly<Record<string, Told>> = {
  'GET /groups': { summary: 'List groups', list: 'Group', attributes: groupAttributes },
  'POST /groups': {
    summary: 'Make a group, or find the one of that name',
    body: 'NewGroup',
    one: 'Group',
    status: 201,
  },
  'GET /groups/:id': { summary: 'Read a group', one: 'Group' },
  'PATCH /groups/:id': { summary: 'Change a group', body: 'GroupChanges', one: 'Group' },
  'PUT /groups/:id': { summary: 'Change a group, by PUT', body: 'GroupChanges', one: 'Group' },
  'DELETE /groups/:id': { summary: 'Delete a group', ...removed },
  'GET /memberships': { summary: 'List who is in which group', list: 'Membership', attributes: membershipAttributes },
  'GET /groups/:id/memberships': {
    ...{ summary: 'List the memberships of a group', list: 'Membership', attributes: membershipAttributesIn(anyId) },
  },
  'GET /groups/:id/people': { summary: 'List the people of a group', list: 'Person', attributes: personAttributes },
  'POST /groups/:id/people': { summary: 'Put one person into a group', body: 'PeopleOfGroup', ...removed },
  'DELETE /groups/:id/people': { summary: 'Take people out of a group, as before', body: 'PeopleOfGroup', ...removed },
  'DELETE /groups/:id/people/:person': { summary: 'Take one person out of a group', ...removed },
  'POST /groups/:id/relationships/people': { summary: 'Put people into a group', body: 'Identifiers', ...removed },
  'DELETE /groups/:id/relationships/people': { summary: 'Take people out of a group', body: 'Identifiers', ...removed },
  'GET /groups/:id/courses': {
    summary: 'List the courses that a group gives',
    list: 'Course',
    attributes: courseAttributes,
  },
  'POST /groups/:id/courses': { summary: 'Give a group courses, by another address', body: 'Identifiers', ...removed },
  'POST /groups/:id/relationships/courses': { summary: 'Give a group courses', body: 'Identifiers', ...removed },
  'DELETE /groups/:id/relationships/courses': { summary: 'Take courses from a group', body: 'Identifiers', ...removed },
  ...peopleAt('/people', 'person'),
  ...peopleAt('/learners', 'learner'),
  'GET /people/:id/transcript': {
    ...{
      summary: 'Read the transcript of a person, by the person',
      list: 'TranscriptLine',
      attributes: transcriptAttributes,
    },
  },
  'GET /transcripts/:id': {
    ...{ summary: 'Read the transcript of a person', list: 'TranscriptLine', attributes: transcriptAttributes },
  },
  'POST /bulk/people': {
    summary: 'Make many people, and put them into groups',
    body: 'BulkPeople',
    one: 'Done',
    status: 202,
  },
  'POST /bulk/groups': { summary: 'Make many groups', body: 'BulkGroups', one: 'Done', status: 202 },
  'POST /bulk/people/membership': {
    ...{ summary: 'Put many people into many groups', body: 'BulkMembership', one: 'Done', status: 202 },
  },
  'GET /courses': { summary: 'List courses', list: 'Course', attributes: courseAttributes },
  'GET /courses/:id': { summary: 'Read a course, by id or permalink', one: 'Course' },
  'GET /courses/:id/enrollments': {
    ...{ summary: 'List who is in a course', list: 'CourseEnrollment', attributes: enrollmentAttributes },
  },
  'GET /categories': { summary: 'List categories: there are none', list: 'None' },
  'GET /categories/:id': { summary: 'Read a category: there is none', one: 'None' },
  'GET /learning-paths': { summary: 'List learning paths', list: 'LearningPath', attributes: pathAttributes },
  'GET /learning-paths/:id': { summary: 'Read a learning path', one: 'LearningPath' },
  'GET /learning-paths/:id/enrollments': {
    summary: 'List who is in a learning path',
    ...{ list: 'LearningPathEnrollment', attributes: pathEnrollmentAttributes({ id: anyId }) },
  },
  'GET /properties/school': { summary: 'Read the school', one: 'SchoolProperties' },
  'GET /properties/courses': {
    summary: 'List properties of courses',
    list: 'CourseProperties',
    attributes: courseAttributes,
  },
  'GET /properties/courses/:id': { summary: 'Read the properties of a course', one: 'CourseProperties' },
  'GET /properties/people': {
    summary: 'List properties of people',
    list: 'PersonProperties',
    attributes: personAttributes,
  },
  'GET /properties/people/:id': { summary: 'Read the properties of a person', one: 'PersonProperties' },
  'GET /webhooks': { summary: 'List what was sent to webhooks', list: 'SentWebhook', attributes: sentAttributes },
}

function peopleAt(folder: string, word: string): Record<string, Told> {
  return {
    [`GET ${folder}`]: { summary: `List ${folder.slice(1)}`, list: 'Person', attributes: personAttributes },
    [`POST ${folder}`]: {
      ...{ summary: `Make a ${word}, or find who has the email`, body: 'NewPerson', one: 'Person', status: 201 },
    },
    [`GET ${folder}/:id`]: { summary: `Read a ${word}`, one: 'Person' },
    [`PUT ${folder}/:id`]: { summary: `Change a ${word}, by PUT`, body: 'PersonChanges', one: 'Person' },
    [`PATCH ${folder}/:id`]: { summary: `Change a ${word}`, body: 'PersonChanges', one: 'Person' },
    [`DELETE ${folder}/:id`]: { summary: `Delete a ${word}`, ...removed },
    [`POST ${folder}/:id/resend-invitation`]: { summary: `Invite a ${word} again`, one: 'Person' },
  }
}

export interface DescribedRoute {
  readonly method: string
  /** With its version, such as `/v2/groups/:id`. */
  readonly url: string
  readonly permission: string | null
  /** What it takes besides. */
  readonly also?: string
}

/** Of a declared route what is described; none: a spelling, a HEAD, or what is only refused. */
export function describedRoutes({ method, url, config }: RouteOptions): DescribedRoute[] {
  if (config?.undescribed) return []
  const methods = [method].flat().filter(name => name !== 'HEAD')
  const { permission = null, within } = config ?? {}
  return methods.map(name => ({ method: name, url, permission, also: within && readable[within] }))
}

export function describeApi(routes: readonly DescribedRoute[], publicUrl: string) {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(route, path) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Usher, in the words of Northpass',
      summary: 'What clients of the Northpass API call.',
      description: 'The guide is docs/dialects/northpass.md. All of it is there under `/v1` and `/v2`.',
      version: '2',
      contact: { name: 'Usher' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl, description: 'This server' }],
    tags: [...new Set(routes.map(({ url }) => tagOf(url)))].map(name => ({ name, description: `Of ${name}.` })),
    security: [{ key: [] }, { bearer: [] }, { keyInAddress: [] }],
    paths,
    components: {
      schemas: { ...schemas, ...filters },
      parameters: { ...parameters, ...filterParameters },
      responses,
      headers,
      securitySchemes,
    },
  }
}

function toOperation({ method, url, permission, also }: DescribedRoute, path: string) {
  const [, version = '', ...parts] = url.split('/')
  const address = `/${parts.join('/')}`
  const it = told[`${method} ${address}`] ?? toldOfNone(method, address)
  const { summary, list, attributes, one, status = 200, body } = it
  const isKept = attributes !== undefined || list === undefined
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameterRef(name === 'person' ? 'Person' : 'Id'))
  const inQuery = list === undefined ? [] : [...(isKept ? ['Limit', 'Sort', 'Search'] : []), 'Page'].map(parameterRef)
  const answer = list
    ? {
        type: 'object',
        required: ['links', 'data'],
        properties: { links: ref('Pages'), data: { type: 'array', items: ref(list) } },
      }
    : one && (one === 'Done' ? ref(one) : { type: 'object', required: ['data'], properties: { data: ref(one) } })
  const done = {
    description: 'Done.',
    ...{ headers: { RateLimit: headerRef('RateLimit'), 'RateLimit-Policy': headerRef('RateLimit-Policy') } },
    ...(answer && { content: { 'application/json': { schema: answer } } }),
  }
  const faults: Status[] = [400, 401, ...(permission ? [403 as const] : []), 404, 429, 500, 503]
  if (body) faults.push(413, 422)
  return {
    operationId: `${method.toLowerCase()}${[version, ...parts].map(nameOf).join('')}`,
    summary,
    description: also
      ? `Takes the permissions \`${permission}\` and \`${also}\`.`
      : permission
        ? `Takes the permission \`${permission}\`.`
        : `${summary}.`,
    'x-permission': permission,
    ...(also && { 'x-permission-too': also }),
    tags: [tagOf(url)],
    ...(inPath.length + inQuery.length > 0 && {
      parameters: [...inPath, ...inQuery, ...(attributes ? [parameterRef(filterOf(list ?? '', address))] : [])],
    }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: ref(body) } } } }),
    responses: {
      [status]: done,
      ...(status === 201 && { 200: { ...done, description: 'It was there.' } }),
      ...Object.fromEntries(faults.map(fault => [fault, { $ref: `#/components/responses/${fault}` }])),
    },
  }
}

/** What is not kept here: the list of it is empty. */
function toldOfNone(method: string, address: string): Told {
  const name = address.split('/').at(-1)?.replaceAll('_', ' ')
  if (method !== 'GET' || address.endsWith('*')) throw new Error(`Nothing is said of ${method} ${address}.`)
  return { summary: `List ${name}: there are none`, list: 'None' }
}

const nameOf = (part: string) =>
  part.replace(/^:/, 'by-').replace(/(?:^|[-_])(\w)/g, (_, letter) => letter.toUpperCase())
const tagOf = (url: string) => url.split('/')[2] ?? ''
const parameterRef = (name: string) => ({ $ref: `#/components/parameters/${name}` })
const headerRef = (name: string) => ({ $ref: `#/components/headers/${name}` })

/** Of one group a membership has an id too. */
function filterOf(list: string, address: string): string {
  return `${list === 'Membership' && address.startsWith('/groups') ? 'GroupMembership' : list}Filter`
}

const values = { text: { type: 'string' }, number: { type: 'number' }, boolean: { type: 'boolean' } } as const
const moment = { type: 'string', description: 'A time, or a day.', examples: ['2026-03-31T17:15:17Z'] }
const filterTypes = { ...values, email: values.text, moment, id: { type: 'string', format: 'uuid' } }

function filterName(type: Attribute['type']): string {
  const known = type in filterTypes ? type : 'id'
  return `${known.charAt(0).toUpperCase()}${known.slice(1)}Filter`
}

/** By the same table that the filters are read by. */
const filters = Object.fromEntries(
  Object.entries(filterTypes).map(([type, value]) => {
    const predicates = predicatesOf({ type: (type === 'id' ? 'people' : type) as Attribute['type'] }).map(predicate => {
      if (predicate === 'in' || predicate === 'not_in') return [predicate, { type: 'array', items: value }]
      return [predicate, ['null', 'not_null', 'present', 'blank'].includes(predicate) ? values.boolean : value]
    })
    const compared = { type: 'object', additionalProperties: false, properties: Object.fromEntries(predicates) }
    return [filterName(type as Attribute['type']), { anyOf: [value, compared] }]
  }),
)

const id = { type: 'string', maxLength: 500, examples: ['681a303d-4a67-405d-9b00-000000001981'] }
const parameters = {
  Id: { name: 'id', in: 'path', required: true, description: 'Which one; of a course also its permalink.', schema: id },
  Person: { name: 'person', in: 'path', required: true, description: 'The id of the person.', schema: id },
  Page: {
    ...{ name: 'page', in: 'query', description: 'Which page, from 1.' },
    schema: { type: 'integer', minimum: 1, default: 1 },
  },
  Limit: {
    ...{ name: 'limit', in: 'query', description: 'How many on a page; of more than 100 it has 100.' },
    schema: { type: 'integer', minimum: 1, default: 10 },
  },
  Sort: {
    ...{ name: 'sort', in: 'query', description: 'Names with commas between them; with a leading `-` from the end.' },
    schema: { type: 'string', examples: ['-updated_at'] },
  },
  Search: { name: 'q', in: 'query', description: 'Words to look for.', schema: { type: 'string' } },
}

const headers = {
  RateLimit: { description: 'What is left of each limit.', schema: { type: 'string', examples: ['"pace";r=9;t=1'] } },
  'RateLimit-Policy': {
    ...{
      description: 'Calls a second, and calls a minute.',
      schema: { type: 'string', examples: ['"pace";q=10;w=1'] },
    },
  },
}

const content = { 'application/json': { schema: ref('Errors') } }
const responses = Object.fromEntries(
  ([400, 401, 403, 404, 413, 422, 429, 500, 503] as const).map(status => [
    String(status),
    { description: `${titles[status]}.`, content },
  ]),
)

const securitySchemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key.' },
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, as a Bearer token.' },
  keyInAddress: { type: 'apiKey', in: 'query', name: 'api_key', description: 'An API key, in the address.' },
}

const filterParameters = Object.fromEntries(
  Object.entries(told).flatMap(([route, { list, attributes }]) => {
    if (!list || !attributes) return []
    const fields = Object.entries(attributes).map(([name, { type }]) => [name, ref(filterName(type))])
    const properties = Object.fromEntries([...fields, ...('id' in attributes ? [['uuid', ref('IdFilter')]] : [])])
    const filter = {
      ...{ name: 'filter', in: 'query', style: 'deepObject', explode: true },
      description: '`filter[name]=x`, or with a way to compare `filter[name][eq]=x`.',
      schema: { type: 'object', additionalProperties: false, properties },
    }
    return [[filterOf(list, route.split(' ')[1] ?? ''), filter]]
  }),
)
