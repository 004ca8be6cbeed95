/** Who calls, by which key, and what the log has of it. */
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
