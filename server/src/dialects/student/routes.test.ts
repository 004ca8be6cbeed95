import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApiWith } from '../../../test/api.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { makeRawKey } from '../../keyring/raw-key.ts'

let usher: TestServer
const path = '/provision/student/'
const revokedKey = makeRawKey(Buffer.alloc(32, 7))
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

describe('keys', () => {
  test.each([
    ['none', ''],
    ['a mistyped one', 'usher_live_hY0F1Y7jtLbyadDWIHsp1WbtHWMR2yLnvpnFDs5t0OJ415qt5'],
    ['one of somebody else', 'sk_live_123'],
    ['control characters', 'usher\u0001'],
  ])('%s: 401 in the words of the contract', async (_, key) => {
    const answer = await usher.call('/ping/', undefined, encodeURIComponent(key))
    expect(answer).toMatchObject({
      status: 401,
      body: { status: 'error', code: 'invalid_key', message: 'Invalid or missing API key' },
    })
    expect(answer.headers.get('content-type')).toMatch('application/json')
  })

  test('of a revoked key nothing works any more within a second', async () => {
    const { rows } = await usher.database.pool.query(`update keys set revoked_at = now() returning id`)
    const deadline = Date.now() + 1000
    let status = 200
    while (status === 200 && Date.now() < deadline) ({ status } = await usher.call('/ping/'))
    await usher.database.pool.query(`update keys set revoked_at = null where id = $1`, [rows[0].id])
    expect(status).toBe(401)
    await expect.poll(async () => (await usher.call('/ping/')).status).toBe(200)
  })

  test('of an organization that is not enabled are refused with 403', async () => {
    await usher.database.pool.query('update organizations set provisioning_enabled = false')
    const answer = await usher.call(path, { ...jane, email: 'closed@example.com' })
    await usher.database.pool.query('update organizations set provisioning_enabled = true')
    expect(answer).toMatchObject({ status: 403, body: { code: 'organization_not_enabled' } })
    expect(answer.body.message).toContain('not enabled for language tests')
  })
})

describe('the provisioning log', () => {
  const log = async (filter: string) =>
    (await usher.database.pool.query(`select * from operations where ${filter} order by at desc`)).rows

  test('has every call made with a key, whatever became of it', async () => {
    const student = { ...jane, email: 'logged@example.com', courses: 'ielts', source: 'pabbly', external_ref: 'o1' }
    await usher.call(path, student)
    await usher.call(path, student)
    await usher.call(path, { ...student, courses: 'pte' })
    const rows = await log(`email = 'logged@example.com'`)
    expect(rows.map(row => row.result)).toEqual(['refused', 'already_provisioned', 'created'])
    expect(rows[0]).toMatchObject({
      source: 'pabbly',
      reference: 'o1',
      courses: ['pte'],
      problems: [{ code: 'unknown_course' }],
    })
    expect(
      rows.every(row => row.ip === '127.0.0.1' && row.duration_ms >= 0 && row.key_prefix?.startsWith('usher_live_')),
    ).toBe(true)
  })

  test('has calls with a bad key by what may be shown of it, and none without a key', async () => {
    const before = (await log('true')).length
    await usher.call('/ping/', undefined, '')
    expect(await log('true')).toHaveLength(before)
    await usher.call('/ping/', undefined, 'my-bank-password-123')
    const [row] = await log('true')
    expect(row).toMatchObject({
      actor_kind: 'unknownKey',
      result: 'refused',
      organization_id: null,
      problems: [{ code: 'invalid_key', value: 'unknown' }],
    })
    expect(row.key_prefix.length).toBeLessThanOrEqual(5)
    await usher.call('/ping/', undefined, `${usher.apiKey}x`)
    expect((await log('true'))[0].problems).toMatchObject([{ code: 'invalid_key', value: 'mistyped' }])
  })

  test('has calls with a revoked key under its organization and its name', async () => {
    const { rows } = await usher.database.pool.query(
      `
      insert into keys (organization_id, name, prefix, hash, revoked_at)
      select id, 'Zapier', 'usher_live_Zapier00', sha256($1), now() from organizations returning id, organization_id`,
      [revokedKey],
    )
    expect(await usher.call('/ping/', undefined, revokedKey)).toMatchObject({
      status: 401,
      body: { code: 'invalid_key', message: 'Invalid or missing API key' },
    })
    expect((await log('true'))[0]).toMatchObject({
      actor_kind: 'apiKey',
      actor_id: rows[0].id,
      organization_id: rows[0].organization_id,
      result: 'refused',
      problems: [{ code: 'invalid_key', value: 'revoked' }],
    })
  })

  describe('has whom a refused call was about', () => {
    const [expired, narrow] = [8, 9].map(byte => makeRawKey(Buffer.alloc(32, byte))) as [string, string]
    const asked = { courses: ['ielts'], source: 'shop', first_name: 'Lou' }
    const isKept = {
      email: 'lost@example.com',
      courses: ['ielts'],
      source: 'shop',
      first_name: 'Lou',
      kind: 'provision',
      result: 'refused',
    }

    beforeAll(async () => {
      await usher.database.pool.query(
        `insert into keys (organization_id, name, prefix, hash, scopes, expires_at)
        select id, 'Old', left($1::text, 19), sha256($1::text::bytea), '{provision}'::text[], now() - interval '1 day' from organizations
        union all
        select id, 'Narrow', left($2::text, 19), sha256($2::text::bytea), '{read}'::text[], null from organizations`,
        [expired, narrow],
      )
    })

    test.each([
      ['a revoked key', revokedKey, {}, 'invalid_key', 'revoked'],
      ['an expired key', expired, {}, 'invalid_key', 'expired'],
      ['a key that may not provision', narrow, {}, 'not_permitted', undefined],
      ['a bad field', undefined, { tenure_months: 'soon' }, 'wrong_type', 'soon'],
      ['a misspelt field', undefined, { tenure_month: 6 }, 'unknown_field', 'tenure_months'],
    ] as const)('%s', async (name, key, more, code, value) => {
      const reference = `lost by ${name}`
      await usher.call(path, { ...asked, email: 'Lost@Example.com', external_ref: reference, ...more }, key)
      const rows = await log(`reference = '${reference}'`)
      expect(rows).toMatchObject([{ ...isKept, reference, problems: [{ code, ...(value && { value }) }] }])
    })

    test('a course that is not there', async () => {
      await usher.call(path, { ...asked, email: 'Lost@Example.com', external_ref: 'lost course', courses: ['pte'] })
      expect(await log(`reference = 'lost course'`)).toMatchObject([{ ...isKept, courses: ['pte'] }])
    })

    test('a suspended organization', async () => {
      await usher.database.pool.query('update organizations set suspended_at = now()')
      await usher.call(path, { ...asked, email: 'Lost@Example.com', external_ref: 'lost suspended' })
      await usher.database.pool.query('update organizations set suspended_at = null')
      expect(await log(`reference = 'lost suspended'`)).toMatchObject([isKept])
    })

    test('a field that is there twice, but for that field', async () => {
      await usher.call(
        path,
        '{"email":"lost@example.com","first_name":"Lou","first_name":"Lee","courses":["ielts"],"source":"shop","external_ref":"lost twice"}',
      )
      expect(await log(`reference = 'lost twice'`)).toMatchObject([
        { ...isKept, first_name: null, problems: [{ code: 'doubled_field' }] },
      ])
    })

    test('another call under a known Idempotency-Key', async () => {
      const key = { 'idempotency-key': 'lost' }
      const send = (body: object) => openApiWith(usher, usher.apiKey).post(`/api/v1${path}`, { ...asked, ...body }, key)
      await send({ email: 'found@example.com' })
      const other = { email: 'Lost@Example.com', external_ref: 'lost key' }
      expect(await send(other)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
      expect(await log(`reference = 'lost key'`)).toMatchObject([isKept])
    })

    test('and with a bad key the answer is the same, whatever the body holds', async () => {
      for (const body of [{ email: 'nobody', tenure_months: 'soon' }, '{"email":', ''])
        expect(await usher.call(path, body, revokedKey)).toMatchObject({ status: 401, body: { code: 'invalid_key' } })
    })

    test("but of a key that is nobody's nothing", async () => {
      const unknown = makeRawKey(Buffer.alloc(32, 10))
      const sent = { ...asked, email: 'stranger@example.com', external_ref: 'strange' }
      expect(await usher.call(path, sent, unknown)).toMatchObject({ status: 401 })
      expect(await log(`reference = 'strange' or email = 'stranger@example.com'`)).toEqual([])
      expect((await log(`key_prefix = '${unknown.slice(0, 19)}'`))[0]).toMatchObject({
        email: null,
        courses: [],
        source: null,
      })
    })
  })

  test('has bodies that could not be read', async () => {
    await usher.call(path, '{"email":')
    expect((await log('true'))[0]).toMatchObject({
      kind: 'provision',
      result: 'refused',
      problems: [{ code: 'unreadable_body' }],
    })
  })
})

test('whoever keeps trying bad keys is held off with 429', async () => {
  const statuses = new Set<number>()
  for (let n = 0; n < 80 && !statuses.has(429); n++)
    statuses.add((await usher.call('/ping/', undefined, 'wrong')).status)
  expect([...statuses]).toEqual([401, 429])
  expect((await usher.call('/ping/')).status).toBe(200)
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
