/** The two descriptions beside one another: what the dialect shows and does takes what our own API asks for the same. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'

type Operation = { operationId: string; 'x-permission'?: string | null }
type Description = { paths: Record<string, Record<string, Operation>>; components: Record<string, object> }

let usher: TestServer
let dialect: Description
let native: Description

beforeAll(async () => {
  usher = await startTestServer()
  const read = async (name: string) => (await (await fetch(`${usher.url}/${name}`)).json()) as Description
  dialect = await read('openapi.northpass.json')
  native = await read('openapi.json')
})
afterAll(() => usher.close())

const person = { read: 'get /api/users', make: 'post /api/users', change: 'patch /api/users/{id}' }
const leave = 'delete /api/memberships/{organization}/{user}'
const assign = 'post /api/groups/{id}/members'

/** What our own API calls the same. Null: it tells the holder of a key no more than `GET /api/v1/ping`, or that there is none. */
const counterparts: Readonly<Record<string, string | null>> = {
  'get /groups': 'get /api/groups',
  'post /groups': 'post /api/groups',
  'get /groups/{id}': 'get /api/groups/{id}',
  'patch /groups/{id}': 'patch /api/groups/{id}',
  'put /groups/{id}': 'patch /api/groups/{id}',
  'delete /groups/{id}': 'delete /api/groups/{id}',
  'get /memberships': 'get /api/groups/{id}/members',
  'get /groups/{id}/memberships': 'get /api/groups/{id}/members',
  'get /groups/{id}/people': person.read, // and what the members take
  'post /groups/{id}/people': assign,
  'delete /groups/{id}/people': 'delete /api/groups/{id}/members/{user}',
  'delete /groups/{id}/people/{person}': 'delete /api/groups/{id}/members/{user}',
  'post /groups/{id}/relationships/people': assign,
  'delete /groups/{id}/relationships/people': 'delete /api/groups/{id}/members/{user}',
  'get /groups/{id}/courses': 'get /api/courses', // and what the courses of a group take
  'post /groups/{id}/courses': 'post /api/groups/{id}/courses',
  'post /groups/{id}/relationships/courses': 'post /api/groups/{id}/courses',
  'delete /groups/{id}/relationships/courses': 'delete /api/groups/{id}/courses/{course}',
  ...Object.fromEntries(
    ['/people', '/learners'].flatMap(folder => [
      [`get ${folder}`, person.read],
      [`post ${folder}`, person.make],
      [`get ${folder}/{id}`, person.read],
      [`put ${folder}/{id}`, person.change],
      [`patch ${folder}/{id}`, person.change],
      [`delete ${folder}/{id}`, leave],
      [`post ${folder}/{id}/resend-invitation`, 'post /api/users/{id}/password-link'],
    ]),
  ),
  'get /people/{id}/transcript': 'get /api/enrollments',
  'get /transcripts/{id}': 'get /api/enrollments',
  'post /bulk/people': person.make, // and for groups what those take
  'post /bulk/groups': 'post /api/groups',
  'post /bulk/people/membership': assign,
  'get /courses': 'get /api/courses',
  'get /courses/{id}': 'get /api/courses/{id}',
  'get /courses/{id}/enrollments': 'get /api/enrollments',
  'get /courses/{id}/activities': 'get /api/courses/{id}',
  'get /courses/{id}/quizzes': 'get /api/courses/{id}',
  'get /courses/{id}/assignments': 'get /api/courses/{id}',
  'get /courses/{id}/events': 'get /api/courses/{id}',
  'get /categories': 'get /api/courses',
  'get /categories/{id}': 'get /api/courses',
  'get /learning-paths': 'get /api/products',
  'get /learning-paths/{id}': 'get /api/products/{id}',
  'get /learning-paths/{id}/enrollments': 'get /api/enrollments',
  'get /properties/school': 'get /api/organizations/{organization}',
  'get /properties/courses': 'get /api/courses',
  'get /properties/courses/{id}': 'get /api/courses/{id}',
  'get /properties/people': person.read,
  'get /properties/people/{id}': person.read,
  'get /webhooks': 'get /api/webhooks/{id}/deliveries',
  'get /quizzes': null,
  'get /quiz_attempts': null,
  'get /assignments': null,
  'get /assignment_submissions': null,
  'get /activities': null,
  'get /events': null,
  'get /coupons': null,
  'get /custom_templates': null,
  'get /templates': null,
}

function operationsOf({ paths }: Description): Map<string, Operation> {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  )
  return new Map(all)
}

test.each(['v1', 'v2'])('each route of %s takes what our own API asks for the same', version => {
  const own = operationsOf(native)
  const routes = [...operationsOf(dialect)]
    .filter(([name]) => name.includes(` /${version}/`))
    .map(([name, operation]) => [name.replace(`/${version}`, ''), operation['x-permission']] as const)
  const asked = Object.entries(counterparts).map(([name, same]) => {
    const operation = same === null ? undefined : own.get(same)
    if (same !== null && operation?.['x-permission'] == null)
      throw new Error(`There is no ${same} that takes anything.`)
    return [name, operation?.['x-permission'] ?? null] as const
  })
  expect(Object.fromEntries(routes)).toEqual(Object.fromEntries(asked))
})

test('what shows things of two kinds takes both permissions', async () => {
  for (const [scopes, people, courses] of [
    [['groups.view'], 403, 403],
    [['users.view', 'catalog.view'], 403, 403],
    [['groups.view', 'users.view'], 404, 403],
    [['groups.view', 'catalog.view'], 403, 404],
  ] as const) {
    const school = await openNorthpass(usher, { scopes: [...scopes] })
    const statuses = [await school.get('/v2/groups/x/people'), await school.get('/v1/groups/x/courses')]
    expect([scopes, ...statuses.map(({ status }) => status)]).toEqual([scopes, people, courses])
  }
})

test('what is described has a name of its own, and what is referred to is there', () => {
  const ids = [...operationsOf(dialect).values()].map(({ operationId }) => operationId)
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  const refs = [...JSON.stringify(dialect).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
  const missing = refs.filter(([, kind = '', name = '']) => !Object.hasOwn(dialect.components[kind] ?? {}, name))
  expect(missing.map(([text]) => text)).toEqual([])
})
