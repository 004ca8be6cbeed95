import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../../test/server.ts'

let usher: TestServer
const path = '/provision/student/'
const jane = { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())

describe('a student', () => {
  test('is made with account, courses, mail and link, and answered 201; asked again, 200 and nothing new', async () => {
    const order = { ...jane, courses: ['ielts', 'gmat'], tenure_months: 6, external_ref: 'wc_order_1234' }
    const first = await usher.call(path, order)
    expect(first).toMatchObject({
      status: 201,
      body: {
        status: 'success',
        created_user: true,
        already_provisioned: false,
        welcome_email_sent: true,
        set_password_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/set-password\/\d+\.[\w-]{43}$/),
        enrollments: [
          { course_type: 'ielts', already_provisioned: false, status: 'active' },
          { course_type: 'gmat', already_provisioned: false, status: 'active' },
        ],
      },
    })
    const { user_id, enrollments } = first.body
    expect([user_id, ...enrollments.flatMap(one => [one.course_id, one.enrollment_id])].every(Number.isInteger)).toBe(
      true,
    )

    const again = await usher.call(path, order)
    expect(again).toMatchObject({
      status: 200,
      body: {
        user_id,
        created_user: false,
        already_provisioned: true,
        welcome_email_sent: false,
        set_password_url: first.body.set_password_url,
        enrollments: [
          { enrollment_id: enrollments[0]?.enrollment_id, already_provisioned: true },
          { enrollment_id: enrollments[1]?.enrollment_id, already_provisioned: true },
        ],
      },
    })
  })

  test('without courses is a bare member', async () => {
    const { status, body } = await usher.call(path, { ...jane, email: 'bare@example.com' })
    expect(status).toBe(201)
    expect(body.enrollments).toEqual([])
  })

  test('may keep the mail for oneself, and is told of fields that mean nothing', async () => {
    const { body } = await usher.call(path, {
      ...jane,
      email: 'quiet@example.com',
      send_welcome_email: 'false',
      utm_source: 'spring',
    })
    expect(body).toMatchObject({ welcome_email_sent: false, ignored_fields: ['utm_source'] })
  })

  test('comes as a form as well as JSON', async () => {
    const form = new URLSearchParams({
      email: 'form@example.com',
      first_name: 'Jane',
      courses: 'ielts, gmat',
      tenure_months: '6',
    })
    const answer = await fetch(`${usher.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${usher.apiKey}` },
      body: form,
    })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({ enrollments: [{ course_type: 'ielts' }, { course_type: 'gmat' }] })
  })

  test.each(['courses[0]=ielts&courses[1]=gmat', 'courses%5B%5D=ielts&courses%5B%5D=gmat', 'Course=ielts,gmat'])(
    'comes as a form whose list is written %s',
    async list => {
      const answer = await fetch(`${usher.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'x-api-key': usher.apiKey, 'content-type': 'application/x-www-form-urlencoded' },
        body: `email=list${list.length}@example.com&first_name=Ann&external_ref=1&${list}`,
      })
      expect(answer.status).toBe(201)
      expect(await answer.json()).toMatchObject({ enrollments: [{ course_type: 'ielts' }, { course_type: 'gmat' }] })
    },
  )

  test('fifty times at once is one', async () => {
    const student = { ...jane, email: 'rush@example.com', courses: 'ielts', external_ref: 'rush' }
    const answers = await Promise.all(Array.from({ length: 50 }, () => usher.call(path, student)))
    expect(answers.filter(answer => answer.status === 201)).toHaveLength(1)
    expect(answers.filter(answer => answer.status === 200)).toHaveLength(49)
    expect(new Set(answers.map(answer => answer.body.user_id)).size).toBe(1)
    expect(new Set(answers.map(answer => answer.body.enrollments[0]?.enrollment_id)).size).toBe(1)
    expect(answers.filter(answer => answer.body.welcome_email_sent)).toHaveLength(1)
  })
})

describe('the other two endpoints', () => {
  test.each(['/ping/', '/ping'])('GET %s names the organization', async ping => {
    expect(await usher.call(ping)).toMatchObject({
      status: 200,
      body: { status: 'ok', organization: 'Acme Prep', organization_slug: 'acme-prep' },
    })
  })

  test.each(['/courses/', '/courses'])('GET %s lists the course types', async courses => {
    const { body } = await usher.call(courses)
    expect(body.status).toBe('ok')
    expect(body.course_types).toContainEqual({ name: 'pte_academic', display_name: 'PTE Academic' })
    expect(body.course_types).toHaveLength(4)
  })
})

describe("bad input is answered in this API's words", () => {
  test('every fault at once, and nothing is done', async () => {
    const { status, body } = await usher.call(path, {
      email: 'nobody@example',
      courses: ['pte', 'ielts'],
      tenure_months: 'six',
    })
    expect(status).toBe(400)
    expect(body).toEqual({
      status: 'error',
      code: 'validation_failed',
      message: expect.stringContaining("Unknown course type 'pte'"),
      errors: [
        { field: 'email', message: "'email' is not a valid email address" },
        { field: 'first_name', message: "'first_name' is required" },
        { field: 'tenure_months', message: "'tenure_months' must be a whole number" },
        { field: 'courses', message: "Unknown course type 'pte'" },
      ],
    })
  })

  test.each<[string, string | object, number, string]>([
    ['no JSON', '{"email":', 400, 'unreadable_body'],
    ['a list', '[]', 400, 'unreadable_body'],
    ['a number', '7', 400, 'unreadable_body'],
    ['null', 'null', 400, 'unreadable_body'],
    ['nothing', '', 400, 'validation_failed'],
    ['deep nesting', `${'[{"a":'.repeat(9000)}1${'}]'.repeat(9000)}`.slice(0, 60_000), 400, 'unreadable_body'],
    [
      'deep nesting in a field',
      `{"email":${'['.repeat(20_000)}${']'.repeat(20_000)},"first_name":"x"}`,
      400,
      'wrong_type',
    ],
    [
      'prototype games',
      '{"__proto__":{"email":"x@example.com"},"constructor":{"prototype":1}}',
      400,
      'validation_failed',
    ],
    ['NUL', { ...jane, first_name: 'J\0' }, 400, 'invalid_characters'],
    ['a lone surrogate', '{"email":"s@example.com","first_name":"\\ud800"}', 400, 'invalid_characters'],
    ['too large', { ...jane, last_name: 'x'.repeat(70_000) }, 413, 'body_too_large'],
    ['10 MB', { ...jane, last_name: 'x'.repeat(10_000_000) }, 413, 'body_too_large'],
    ['an unknown course', { ...jane, courses: 'pte' }, 400, 'unknown_course'],
    ['a broken address', { ...jane, email: 'jane@example.com\r\nBcc: bob@example.com' }, 400, 'malformed'],
  ])('%s', async (_, body, status, code) => {
    expect(await usher.call(path, body)).toMatchObject({ status, body: { status: 'error', code } })
  })

  test('a course that has ended is refused by its name and its last day, and nothing comes of it', async () => {
    await usher.database.pool.query(`
      insert into courses (organization_id, name, display_name, access_until)
      select id, 'spring', 'Spring', '2026-07-01T00:00:00Z' from organizations`)
    const message = "Course type 'spring' ended on 2026-06-30"
    const late = { ...jane, email: 'late@example.com', courses: ['ielts', 'spring'] }
    expect(await usher.call(path, late)).toMatchObject({
      status: 400,
      body: { code: 'course_ended', message, errors: [{ field: 'courses', message }] },
    })
    expect((await usher.database.pool.query(`select from users where email = 'late@example.com'`)).rowCount).toBe(0)
    await usher.database.pool.query(`delete from courses where name = 'spring'`)
  })

  test('a field that is there twice is refused by its name, and the log has it', async () => {
    const twice = '{"email":"twice@example.com","first_name":"Jane","courses":["ielts"],"courses":["gmat"]}'
    expect(await usher.call(path, twice)).toMatchObject({
      status: 400,
      body: { code: 'doubled_field', message: "'courses' is there twice", errors: [{ field: 'courses' }] },
    })
    const { rows } = await usher.database.pool.query('select problems from operations order by id desc limit 1')
    expect(rows).toEqual([{ problems: [{ code: 'doubled_field', field: 'courses' }] }])
  })

  test('a field that may be meant for one of ours is refused, in the body and in the address', async () => {
    const email = 'near@example.com'
    expect(await usher.call(path, { ...jane, email, corses: ['ielts'] })).toMatchObject({
      status: 400,
      body: { code: 'unknown_field', message: "'corses' is not known here: did you mean 'courses'?" },
    })
    expect(await usher.call(`${path}?courses=ielts`, { ...jane, email })).toMatchObject({
      status: 400,
      body: { code: 'misplaced_field', errors: [{ field: '?courses' }] },
    })
    expect((await usher.database.pool.query('select from users where email = $1', [email])).rowCount).toBe(0)
  })

  test('another kind of body is 415', async () => {
    const answer = await fetch(`${usher.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'x-api-key': usher.apiKey, 'content-type': 'text/xml' },
      body: '<a/>',
    })
    expect(answer.status).toBe(415)
    expect(await answer.json()).toMatchObject({ status: 'error', code: 'unsupported_media_type' })
  })

  test('another method is 405 and says which', async () => {
    const answer = await fetch(`${usher.url}/api/v1${path}`, { method: 'PUT', headers: { 'x-api-key': usher.apiKey } })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('another path is 404', async () => {
    expect(await usher.call('/students/')).toMatchObject({
      status: 404,
      body: { status: 'error', code: 'unknown_path' },
    })
  })
})

test.each([
  '/%',
  '/%c0%ae',
  '/..%2f..%2fetc/passwd',
  '/assets/%00',
  '/api/v1/%ff',
  `/${'x'.repeat(3000)}`,
  '//',
  '/\\..\\',
])("the address %s is nobody's fault but its caller's", async address => {
  const answer = await fetch(usher.url + address, { headers: { 'x-api-key': usher.apiKey } })
  expect(answer.status).toBeLessThan(500)
})
