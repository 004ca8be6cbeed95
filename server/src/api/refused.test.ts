/** Whoever looks after a lost order finds it in the log, by the address or by the reference, however its call was refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi, openApiWith } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'
import { makeRawKey } from '../keyring/raw-key.ts'

let usher: TestServer
let api: Api
const [revoked, expired, elsewhere, unknown] = [1, 2, 3, 4].map(byte => makeRawKey(Buffer.alloc(32, byte))) as [
  string,
  string,
  string,
  string,
]
let narrow: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  narrow = await openApi(usher, { scopes: ['read'] })
  for (const [rawKey, column, value] of [
    [revoked, 'revoked_at', '2026-01-01'],
    [expired, 'expires_at', '2026-01-01'],
    [elsewhere, 'allowed_addresses', '{192.0.2.0/24}'],
  ] as const)
    await usher.database.pool.query(
      `insert into keys (organization_id, name, prefix, hash, ${column}) 
      select id, 'Shop', left($1, 19), sha256($1::text::bytea), $2 from organizations`,
      [rawKey, value],
    )
})
afterAll(() => usher.close())

const user = { email: 'Lost@Example.com', first_name: 'Lou', last_name: 'Ost' }
const isOfLou = { email: 'lost@example.com', first_name: 'Lou', last_name: 'Ost', source: 'shop', result: 'refused' }
const find = async (reference: string) =>
  (await api.get(`/api/operations?email=lost@example.com&reference=${encodeURIComponent(reference)}`)).body.data

describe('a provision that is refused', () => {
  const order = (reference: string, more: object = {}) => ({
    ...{ user, courses: ['ielts'], source: 'shop', external_ref: reference },
    ...more,
  })

  test.each<[why: string, key: () => Api, more: object, status: number, problem: object]>([
    ['revoked key', () => openApiWith(usher, revoked), {}, 401, { code: 'invalid_key', value: 'revoked' }],
    ['expired key', () => openApiWith(usher, expired), {}, 401, { code: 'invalid_key', value: 'expired' }],
    [
      'key of another network',
      () => openApiWith(usher, elsewhere),
      {},
      401,
      { code: 'invalid_key', value: 'not_allowed_from_here' },
    ],
    ['narrow key', () => narrow, {}, 403, { code: 'not_permitted', value: 'provision' }],
    [
      'unknown field',
      () => api,
      { course: 'ielts' },
      400,
      { code: 'unknown_field', field: 'course', value: 'courses' },
    ],
    ['wrong type', () => api, { starts_at: 5 }, 400, { code: 'wrong_type', field: 'starts_at' }],
    [
      'wrong moment',
      () => api,
      { starts_at: 'soon' },
      400,
      { code: 'not_valid', field: 'starts_at', value: expect.stringContaining('must be a moment') },
    ],
    ['unreadable', () => api, { user: { ...user, locale: 'x\u0000' } }, 400, { field: 'user.locale' }],
    ['organization', () => api, { organization: 'nowhere' }, 404, { code: 'not_there', field: 'organization' }],
    [
      'custom field',
      () => api,
      { user: { ...user, custom_fields: { none: 1 } } },
      400,
      { field: 'user.custom_fields.none' },
    ],
    ['course', () => api, { courses: ['ielts', 'latin'] }, 400, { code: 'unknown_course', value: 'latin' }],
  ])('%s', async (why, key, more, status, problem) => {
    const reference = `lost by ${why}`
    const answer = await key().post('/api/provision', order(reference, more))
    expect(answer.status).toBe(status)
    const lines = await find(reference)
    expect(lines).toMatchObject([{ ...isOfLou, kind: 'provision', reference, problems: [problem] }])
    expect(lines[0].courses).toContain('ielts')
    expect(answer.headers.get('usher-operation')).toBe(String(lines[0].id))
  })

  test('while the organization is suspended', async () => {
    await usher.database.pool.query('update organizations set suspended_at = now()')
    const later = await openApi(usher)
    await later.post('/api/provision', order('lost suspended'))
    await usher.database.pool.query('update organizations set suspended_at = null')
    const [line] = await find('lost suspended')
    expect(line).toMatchObject({ ...isOfLou, problems: [{ code: 'organization_not_enabled' }] })
  })

  test('for a field that is there twice, but for that field', async () => {
    const body = '{"user":{"email":"lost@example.com","first_name":"Lou","last_name":"Ost","last_name":"Obst"},'
    const answer = await fetch(`${usher.url}/api/provision`, {
      method: 'POST',
      headers: { ...api.credentials, 'content-type': 'application/json' },
      body: `${body}"source":"shop","external_ref":"lost twice"}`,
    })
    expect(answer.status).toBe(400)
    expect(await find('lost twice')).toMatchObject([
      { ...isOfLou, last_name: null, problems: [{ field: 'user.last_name' }] },
    ])
  })

  test('and one that cannot be read is told of too', async () => {
    const headers = { ...api.credentials, 'content-type': 'application/json' }
    const { headers: told } = await fetch(`${usher.url}/api/provision`, { method: 'POST', headers, body: '{"user":' })
    const line = (await api.get(`/api/operations/${told.get('usher-operation')}`)).body
    expect(line).toMatchObject({ kind: 'provision', result: 'refused', problems: [{ code: 'unreadable_body' }] })
  })

  test('with a bad key is answered the same, whatever the body holds', async () => {
    for (const body of ['{"user":', '', '{"user":5}', '[]', JSON.stringify(order('same'))]) {
      const headers = { authorization: `Bearer ${revoked}`, 'content-type': 'application/json' }
      const answer = await fetch(`${usher.url}/api/provision`, { method: 'POST', headers, body })
      expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
        401,
        'This key was revoked.',
      ])
    }
  })

  test('when it only asked for a plan leaves nothing', async () => {
    await api.post('/api/provision?mode=plan', order('only planned', { colour: 1 }))
    await narrow.post('/api/provision?mode=plan', order('only planned'))
    expect(await find('only planned')).toEqual([])
  })

  test('of a key that is nobody’s leaves nothing of it', async () => {
    expect(await openApiWith(usher, unknown).post('/api/provision', order('strange'))).toMatchObject({ status: 401 })
    const { rows } = await usher.database.pool.query(
      `select email, reference, courses, source, first_name from operations where key_prefix = $1`,
      [unknown.slice(0, 19)],
    )
    expect(rows).toEqual([{ email: null, reference: null, courses: [], source: null, first_name: null }])
  })

  test('of a person leaves nothing: they have seen the answer', async () => {
    const person = await signIn(usher, { role: 'learner' })
    expect(await person.post('/api/provision', order('by a person'))).toMatchObject({ status: 403 })
    expect(await find('by a person')).toEqual([])
  })
})

describe('of a list', () => {
  const order = (reference: string, more: object = {}) => ({ user, source: 'shop', external_ref: reference, ...more })

  test('each that is refused has its line, for its shape or by what is there', async () => {
    const { body } = await api.post('/api/provision', [
      order('list shape', { colour: 1 }),
      order('list unreadable', { user: { ...user, locale: 'x\u0000' } }),
      order('list course', { courses: ['latin'] }),
    ])
    expect(body.results.map(({ status }: { status: number }) => status)).toEqual([400, 400, 400])
    for (const reference of ['list shape', 'list unreadable', 'list course'])
      expect(await find(reference)).toMatchObject([{ ...isOfLou, kind: 'provision', reference }])
  })

  test('that is refused whole the first hundred have', async () => {
    const many = Array.from({ length: 120 }, (_, n) => order(`whole ${n}`))
    expect(await openApiWith(usher, revoked).post('/api/provision', many)).toMatchObject({ status: 401 })
    const { rows } = await usher.database.pool.query(
      `select count(*) as lines, count(*) filter (where email = 'lost@example.com') as of_lou from operations
      where reference like 'whole %'`,
    )
    expect(rows).toEqual([{ lines: 100, of_lou: 100 }])
    expect(await find('whole 99')).toHaveLength(1)
  })
})

test.each<[path: string, kind: string, body: object]>([
  ['/api/orders', 'place_order', { user, lines: [{ product: 'ielts' }], payment: 'external' }],
  ['/api/refunds', 'refund', { courses: ['ielts'] }],
  ['/api/invitations', 'invite', { email: user.email, first_name: 'Lou', courses: ['ielts'] }],
  ['/api/users/upsert', 'provision', { email: user.email, first_name: 'Lou' }],
  ['/api/teams/1/members', 'provision', { user: user.email }],
  ['/api/groups/1/members', 'provision', { email: user.email, first_name: 'Lou' }],
  ['/api/teams/1/seats', 'change_seats', { product: 'ielts', quantity: 1 }],
])('%s: a key that may not, and what is no such body', async (path, kind, body) => {
  const reference = `lost at ${path}`
  await narrow.post(path, { ...body, external_ref: reference })
  await api.post(path, { ...body, external_ref: reference, colour: 1 })
  const { data } = (await api.get('/api/operations?result=refused&limit=2')).body
  const whom = path === '/api/refunds' || path.endsWith('seats') ? null : 'lost@example.com'
  expect(data).toMatchObject(Array(2).fill({ kind, email: whom, reference }))
})

describe('of a script of the Northpass API', () => {
  const attributes = { email: 'Lou@Lost.example', first_name: 'Lou', last_name: 'Ost' }
  const isOf = {
    email: 'lou@lost.example',
    first_name: 'Lou',
    last_name: 'Ost',
    source: 'northpass',
    result: 'refused',
  }
  const people = '/v2/people'
  const last = async (limit = 1) => (await api.get(`/api/operations?result=refused&limit=${limit}`)).body.data

  test.each<[why: string, who: () => Api, more: object, status: number, problem: object]>([
    ['revoked key', () => openApiWith(usher, revoked), {}, 401, { code: 'invalid_key', value: 'revoked' }],
    ['narrow key', () => narrow, {}, 403, { code: 'not_permitted', value: 'users.create' }],
    ['near name', () => api, { emial: 'x' }, 422, { code: 'not_valid', field: 'emial' }],
    ['wrong type', () => api, { deactivated: 'perhaps' }, 422, { code: 'not_valid', field: 'deactivated' }],
    ['bad name', () => api, { sso_uid: 'x\u0000' }, 422, { field: 'sso_uid' }],
  ])('a person: %s', async (_, who, more, status, problem) => {
    const answer = await who().post(people, { data: { attributes: { ...attributes, ...more } } })
    expect([answer.status, answer.body.errors[0].status]).toEqual([status, String(status)])
    const [line] = await last()
    expect(line).toMatchObject({ ...isOf, kind: 'provision', problems: [problem] })
    expect(answer.headers.get('usher-operation')).toBe(String(line.id))
  })

  test('a body in which a name is there twice, but for that name', async () => {
    const body =
      '{"data":{"attributes":{"email":"lou@lost.example","first_name":"Lou","last_name":"A","last_name":"B"}}}'
    const headers = { ...api.credentials, 'content-type': 'application/json' }
    expect((await fetch(usher.url + people, { method: 'POST', headers, body })).status).toBe(422)
    const problems = [{ code: 'doubled_field', field: 'last_name' }]
    expect(await last()).toMatchObject([{ ...isOf, last_name: null, problems }])
  })

  test('a change that is refused, and one who is not there', async () => {
    const unknownPerson = '/v2/people/00000000-0000-4000-8000-000000000000'
    expect(await narrow.put(unknownPerson, { data: { attributes } })).toMatchObject({ status: 403 })
    expect(await last()).toMatchObject([{ ...isOf, kind: 'update_user' }])
    expect(await api.delete(unknownPerson)).toMatchObject({ status: 404 })
    expect(await last()).toMatchObject([{ kind: 'leave_organization', problems: [{ code: 'not_valid' }] }])
  })

  test('many at once: a hundred lines at most, those that are at fault first; what the engine refuses too', async () => {
    const row = (n: number) => ({ email: `row-${n}@lost.example`, first_name: 'Lou', groups: ['Lost'] })
    const rows = Array.from({ length: 150 }, (_, n) => row(n))
    const bulk = (all: object[]) => api.post('/v2/bulk/people', { data: { attributes: { people: all } } })
    const faulty = { ...row(149), last_name: 'A\u202eB' }
    expect(await bulk([...rows.slice(0, 149), faulty])).toMatchObject({ status: 422 })
    const lines = await last(120)
    expect(lines.filter(({ email }: { email: string | null }) => email?.startsWith('row-'))).toHaveLength(100)
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ email: 'row-149@lost.example', first_name: 'Lou', last_name: null, kind: 'provision' },
        problems: [expect.objectContaining({ field: 'people/149/last_name' })],
      }),
    )
    await usher.database.pool.query('update organizations set provisioning_enabled = false')
    expect(await bulk(rows.slice(0, 2))).toMatchObject({ status: 403 })
    await usher.database.pool.query('update organizations set provisioning_enabled = true')
    const problems = [{ code: 'organization_not_enabled' }]
    expect(await last(2)).toMatchObject(Array(2).fill({ source: 'northpass', first_name: 'Lou', problems }))
  })

  test('what needs no one leaves nothing: a group, a list, and what is not there', async () => {
    const before = await last()
    await narrow.post('/v2/groups', { data: { attributes: { name: 'Lost' } } })
    await api.get('/v2/people/5')
    await api.post('/v2/nowhere', {})
    expect(await last()).toEqual(before)
  })
})
