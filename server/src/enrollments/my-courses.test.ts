import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SignInServer, startSignInServer } from '../../test/sign-in-server.ts'

let server: SignInServer
beforeAll(async () => {
  server = await startSignInServer()
})
afterAll(() => server.stop())

const past = new Date(Date.now() - 40 * 24 * 60 * 60_000)
const future = new Date(Date.now() + 40 * 24 * 60 * 60_000)

async function signUp(email: string) {
  const id = await server.addUser({ email })
  const path = `/api/password-links/${await server.addLink(id)}`
  const { cookie } = await server.call(path, { body: { password: 'correct horse 7' } })
  return { id, cookie }
}

async function addCourse(organizationId: number, name: string, display_name: string) {
  const { kysely } = server.database
  const { id } = await kysely
    .insertInto('courses')
    .values({ organization_id: organizationId, name, display_name })
    .returning('id')
    .executeTakeFirstOrThrow()
  const rows = [
    { kind: 'mock_test', title: 'Mock', position: 3, starter: false },
    { kind: 'lesson', title: 'Welcome', position: 1, starter: true },
    { kind: 'practice_test', title: 'Practice', position: 2, starter: true },
  ]
  await kysely
    .insertInto('items')
    .values(
      rows.map(row => ({ ...row, course_id: id, launch_url: `https://learn.example.com/${name}/${row.position}` })),
    )
    .execute()
  return id
}

interface Moments {
  starts_at?: Date
  ends_at?: Date | null
  suspended_at?: Date
  revoked_at?: Date
  completed_at?: Date
}

const enroll = (userId: number, courseId: number, moments: Moments = {}) =>
  server.database.kysely
    .insertInto('enrollments')
    .values({ user_id: userId, course_id: courseId, starts_at: past, ends_at: future, ...moments })
    .execute()

test('a learner sees their courses, until when, and the open practice tests with their links', async () => {
  const { id, cookie } = await signUp('ana@example.com')
  const ielts = await addCourse(await server.addMembership(id, 'Acme Prep'), 'ielts', 'IELTS')
  await enroll(id, ielts)
  const answer = await server.call('/api/me/courses', { cookie })
  expect({ status: answer.status, body: answer.body }).toEqual({
    status: 200,
    body: {
      courses: [
        {
          id: ielts,
          name: 'ielts',
          display_name: 'IELTS',
          organization: { name: 'Acme Prep' },
          status: 'active',
          starts_at: past.toISOString(),
          ends_at: future.toISOString(),
          items: [
            {
              id: expect.any(Number),
              kind: 'lesson',
              title: 'Welcome',
              open: true,
              launch_url: 'https://learn.example.com/ielts/1',
            },
            {
              id: expect.any(Number),
              kind: 'practice_test',
              title: 'Practice',
              open: true,
              launch_url: 'https://learn.example.com/ielts/2',
            },
            { id: expect.any(Number), kind: 'mock_test', title: 'Mock', open: false, launch_url: null },
          ],
        },
      ],
    },
  })
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('the courses of several organizations stand together, each open only while it may be used', async () => {
  const { id, cookie } = await signUp('bea@example.com')
  const first = await server.addMembership(id, 'First Prep')
  const second = await server.addMembership(id, 'Second Prep')
  const states: [string, Moments, boolean][] = [
    ['active', {}, true],
    ['active', { ends_at: null }, true],
    ['completed', { completed_at: past }, true],
    ['completed', { completed_at: past, ends_at: past }, false],
    ['expired', { ends_at: past }, false],
    ['revoked', { revoked_at: past }, false],
    ['suspended', { suspended_at: past }, false],
    ['upcoming', { starts_at: future, ends_at: null }, false],
  ]
  for (const [n, [, moments]] of states.entries()) {
    await enroll(id, await addCourse(n % 2 ? second : first, `course_${n}`, `Course ${n}`), moments)
  }
  const { body } = await server.call('/api/me/courses', { cookie })
  expect(
    body.courses.map(course => [
      course.organization.name,
      course.status,
      course.items.filter(item => item.launch_url !== null).length,
    ]),
  ).toEqual(states.map(([status, , open], n) => [n % 2 ? 'Second Prep' : 'First Prep', status, open ? 2 : 0]))
})

test('a course is of the name that its organization has for learners', async () => {
  const { id, cookie } = await signUp('cleo@example.com')
  const organization = await server.addMembership(id, 'Internal Ltd')
  await enroll(id, await addCourse(organization, 'toefl', 'TOEFL'))
  await server.database.pool.query(`insert into settings (organization_id, brand_name) values ($1, 'Bright Prep')`, [
    organization,
  ])
  const { body } = await server.call('/api/me/courses', { cookie })
  expect(body.courses.map(course => course.organization.name)).toEqual(['Bright Prep'])
})

test('nobody sees the courses of others', async () => {
  const other = await signUp('other@example.com')
  await enroll(other.id, await addCourse(await server.addMembership(other.id, 'Other Prep'), 'gre', 'GRE'))
  const { cookie } = await signUp('none@example.com')
  expect((await server.call('/api/me/courses', { cookie })).body).toEqual({ courses: [] })
  const stranger = await server.call('/api/me/courses')
  expect({ status: stranger.status, code: stranger.body.code }).toEqual({ status: 401, code: 'unauthenticated' })
})
