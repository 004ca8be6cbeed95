import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi, openApiWith } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

test('an organization below is made, read by id and slug, changed, and archived; each change is in its history', async () => {
  const made = await api.post('/api/organizations', {
    name: ' Acme Pune ',
    slug: 'pune',
    description: 'The branch in Pune',
    time_zone: 'Asia/Kolkata',
  })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Acme Pune', parent: 'acme-prep', time_zone: 'Asia/Kolkata', rate_limit: 1000, team_count: 0 },
  })
  expect((await api.get(`/api/organizations/${made.body.id}`)).body).toEqual(made.body)
  expect((await api.get('/api/organizations/pune')).body).toEqual(made.body)

  const changed = await api.patch('/api/organizations/pune', { description: '', rate_limit: 500 })
  expect(changed).toMatchObject({ status: 200, body: { name: 'Acme Pune', description: '', rate_limit: 500 } })
  const stale = { 'if-match': made.headers.get('etag') ?? '' }
  expect(await api.patch('/api/organizations/pune', { name: 'Pune' }, stale)).toMatchObject({ status: 412 })

  const { rows } = await usher.database.pool.query(
    "select before->>'rate_limit' as before, after->>'rate_limit' as after from changes where object_id = $1 order by id",
    [made.body.id],
  )
  expect(rows).toEqual([
    { before: null, after: '1000' },
    { before: '1000', after: '500' },
  ])

  expect(await api.delete('/api/organizations/pune')).toMatchObject({ status: 204 })
  expect(await slugs('/api/organizations')).not.toContain('pune')
  expect(await slugs('/api/organizations?archived=true')).toContain('pune')
  expect(await api.post('/api/organizations/pune/resume')).toMatchObject({ status: 409 })
  expect(await api.post('/api/organizations', { name: 'Below', slug: 'below-pune', parent: 'pune' })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'parent', message: 'is archived' }] },
  })
})

test('the tree is listed whole, or one branch at a time, in pages', async () => {
  await makeBelow('north')
  await makeBelow('north-one', 'north')
  await makeBelow('north-two', 'north')
  await makeBelow('north-one-deep', 'north-one')
  expect(await slugs('/api/organizations?sort=slug')).toEqual([
    'acme-prep',
    'north',
    'north-one',
    'north-one-deep',
    'north-two',
  ])
  expect(await slugs('/api/organizations?parent=north&sort=slug')).toEqual(['north-one', 'north-two'])
  expect(await slugs('/api/organizations?organization=north-one&sort=slug')).toEqual(['north-one', 'north-one-deep'])
  expect(await slugs('/api/organizations?search=DEEP')).toEqual(['north-one-deep'])
  const first = await api.get('/api/organizations?sort=name&limit=3&count=true')
  expect(first.body).toMatchObject({ total_count: 5, data: [{ parent: null }, {}, {}] })
  expect(await slugs(`/api/organizations?sort=name&limit=3&cursor=${first.body.next_cursor}`)).toHaveLength(2)
})

test('an organization with others below it is not archived', async () => {
  await makeBelow('south')
  await makeBelow('south-one', 'south')
  expect(await api.delete('/api/organizations/south')).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('south-one') },
  })
  expect((await api.get('/api/organizations/south')).body).toMatchObject({ archived_at: null, suspended_at: null })
})

test('while an organization is suspended its keys read but change nothing', async () => {
  await makeBelow('east')
  const theirs = await openApi(usher, { organization: 'east' })
  expect(await api.post('/api/organizations/east/suspend')).toMatchObject({
    status: 200,
    body: { suspended_at: expect.any(String) },
  })
  expect(await theirs.get('/api/organizations/east')).toMatchObject({ status: 200 })
  expect(await theirs.post('/api/teams', { name: 'Evening class' })).toMatchObject({ status: 403 })
  expect(await api.post('/api/organizations/east/resume')).toMatchObject({ status: 200, body: { suspended_at: null } })
  const again = await openApi(usher, { organization: 'east' })
  expect(await again.post('/api/teams', { name: 'Evening class' })).toMatchObject({ status: 201 })
})

test('an organization cannot lift what was decided above it, nor give more calls than it has', async () => {
  await makeBelow('west')
  await api.patch('/api/organizations/west', { rate_limit: 100, provisioning_enabled: false })
  const theirs = await openApi(usher, { organization: 'west' })
  expect(await theirs.patch('/api/organizations/west', { rate_limit: 50 })).toMatchObject({ status: 403 })
  expect(await theirs.patch('/api/organizations/west', { provisioning_enabled: true })).toMatchObject({ status: 403 })
  expect(await theirs.post('/api/organizations/west/suspend')).toMatchObject({ status: 403 })
  expect(await theirs.delete('/api/organizations/west')).toMatchObject({ status: 403 })
  expect(await theirs.patch('/api/organizations/west', { name: 'Acme West' })).toMatchObject({ status: 200 })
  const below = { name: 'Below', slug: 'west-below' }
  for (const rate_limit of [0, 101])
    expect(await theirs.post('/api/organizations', { ...below, rate_limit })).toMatchObject({
      status: 403,
      body: { errors: [{ field: 'rate_limit' }] },
    })
  expect(await theirs.post('/api/organizations', below)).toMatchObject({ status: 201, body: { rate_limit: 100 } })
})

test('what lies beside or above does not exist: not to read, to name, or to change', async () => {
  await makeBelow('left')
  await makeBelow('right')
  const theirs = await openApi(usher, { organization: 'left' })
  const { body: own } = await theirs.get('/api/organizations/left')
  expect(own.parent).toBeNull()
  for (const outside of ['right', 'acme-prep', 'nowhere', '99999999999999999999']) {
    const refused = { status: 404, body: { code: 'not_found' } }
    const path = `/api/organizations/${outside}`
    expect(await theirs.get(path)).toMatchObject(refused)
    expect(await theirs.patch(path, { name: 'Mine' })).toMatchObject(refused)
    expect(await theirs.post(`${path}/suspend`)).toMatchObject(refused)
    expect(await theirs.post(`${path}/resume`)).toMatchObject(refused)
    expect(await theirs.delete(path)).toMatchObject(refused)
    expect(await theirs.get(`/api/organizations?organization=${outside}`)).toMatchObject(refused)
    expect(await theirs.get(`/api/organizations?parent=${outside}`)).toMatchObject(refused)
    expect(await theirs.post('/api/organizations', { name: 'X', slug: 'xx', parent: outside })).toMatchObject({
      status: 404,
      body: { errors: [{ field: 'parent' }] },
    })
  }
  expect((await theirs.get('/api/organizations')).body.data).toMatchObject([{ slug: 'left' }])
})

test('plan mode makes no organization, and all that is wrong is said at once', async () => {
  const ghost = { name: 'Ghost', slug: 'ghost' }
  expect(await api.post('/api/organizations?mode=plan', ghost)).toMatchObject({
    status: 200,
    body: { changes: [{ action: 'create', kind: 'organization', after: { slug: 'ghost' } }] },
  })
  expect(await api.get('/api/organizations/ghost')).toMatchObject({ status: 404 })
  expect(
    await api.post('/api/organizations', { name: ' ', slug: 'No Slug', time_zone: 'Mars', rate_limit: -1 }),
  ).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'name' }, { field: 'time_zone' }, { field: 'rate_limit' }, { field: 'slug' }] },
  })
  expect(await api.post('/api/organizations', { name: 'Twin', slug: 'acme-prep' })).toMatchObject({ status: 409 })
})

test('an organization says how its people sign in, and what clients of the Northpass API expect of it', async () => {
  await makeBelow('signs-in')
  const path = '/api/organizations/signs-in'
  expect((await api.get(path)).body).toMatchObject({
    sign_in_mode: null,
    northpass: { existing_group: 'return', existing_person: 'return', calls_a_second: 10 },
  })
  const changed = await api.patch(path, { sign_in_mode: 'single_sign_on', northpass: { existing_group: 'conflict' } })
  expect(changed).toMatchObject({
    status: 200,
    body: {
      sign_in_mode: 'single_sign_on',
      northpass: { existing_group: 'conflict', existing_person: 'return', calls_a_second: 10 },
    },
  })
  expect((await api.patch(path, { sign_in_mode: null })).body).toMatchObject({
    sign_in_mode: null,
    northpass: { existing_group: 'conflict' },
  })
  for (const northpass of [{ existing_group: 'maybe' }, { colour: 'red' }, { calls_a_second: -1 }])
    expect((await api.patch(path, { northpass })).status).toBe(400)
  expect((await api.patch(path, { sign_in_mode: 'magic' })).status).toBe(400)
})

test('the pace of the Northpass API that was said from above holds, there and below', async () => {
  await makeBelow('paced')
  await makeBelow('paced-below', 'paced')
  const own = openApiWith(usher, (await api.post('/api/keys', { organization: 'paced', ...manager })).body.key)
  const below = openApiWith(usher, (await api.post('/api/keys', { organization: 'paced-below', ...manager })).body.key)
  const say = (by: Api, organization: string, calls_a_second: number) =>
    by.patch(`/api/organizations/${organization}`, { northpass: { calls_a_second } })
  const paceOf = async (by: Api) => {
    const answer = await by.get('/v2/groups')
    return Number(/"pace";q=(\d+)/.exec(answer.headers.get('ratelimit-policy') ?? '')?.[1] ?? 0)
  }

  // While nothing was said from above, it is its own.
  expect((await say(own, 'paced', 30)).body.northpass).toMatchObject({ calls_a_second: 30, most_calls_a_second: null })
  expect((await say(below, 'paced-below', 0)).status).toBe(200)
  await expect.poll(async () => [await paceOf(own), await paceOf(below)], slowly).toEqual([30, 0])

  expect((await say(api, 'paced', 5)).body.northpass).toMatchObject({ calls_a_second: 5, most_calls_a_second: 5 })
  for (const [by, place, pace] of [
    [own, 'paced', 0],
    [own, 'paced', 6],
    [own, 'paced-below', 6],
    [below, 'paced-below', 6],
  ] as const)
    expect(await say(by, place, pace)).toMatchObject({
      status: 403,
      body: { errors: [{ field: 'northpass.calls_a_second', message: expect.stringContaining('from 1 to 5') }] },
    })
  // What was there before it was said may stay as it is written, and is of no use.
  expect((await say(below, 'paced-below', 0)).status).toBe(200)
  await expect.poll(async () => [await paceOf(own), await paceOf(below)], slowly).toEqual([5, 5])
  expect((await say(own, 'paced', 4)).status).toBe(200)
  expect((await say(own, 'paced-below', 2)).status).toBe(200)
  await expect.poll(async () => [await paceOf(own), await paceOf(below)], slowly).toEqual([4, 2])
  expect((await say(api, 'paced', 0)).body.northpass).toMatchObject({ calls_a_second: 0, most_calls_a_second: null })
})

const manager = { name: 'Manager', scopes: ['manage'] }
/** What is known of a key is good for half a second. */
const slowly = { timeout: 10_000 }

async function makeBelow(slug: string, parent?: string): Promise<void> {
  expect(await api.post('/api/organizations', { name: slug, slug, parent })).toMatchObject({ status: 201 })
}

async function slugs(path: string): Promise<string[]> {
  const { body } = await api.get(path)
  return body.data.map((organization: { slug: string }) => organization.slug)
}
