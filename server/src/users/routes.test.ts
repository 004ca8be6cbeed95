import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const slug of ['pune', 'delhi']) await api.post('/api/organizations', { name: slug, slug })
  const choice = { kind: 'choice', choices: ['Pune', 'Delhi'] }
  await api.post('/api/custom-fields', { name: 'city', label: 'City', ...choice })
  await api.post('/api/custom-fields', { name: 'year', label: 'Year', kind: 'number' })
})
afterAll(() => usher.close())

const jane = {
  email: ' Jane@Example.com',
  first_name: 'Jane',
  last_name: 'Doe',
  external_id: 'crm-1',
  tags: ['evening', 'vip'],
  custom_fields: { city: 'Pune', year: 2026 },
  locale: 'de-at',
}

test('a user is added with all that is kept about her, read, and changed field by field', async () => {
  const made = await api.post('/api/users', jane)
  expect(made).toMatchObject({
    status: 201,
    body: {
      ...jane,
      email: 'jane@example.com',
      locale: 'de-AT',
      organization: 'acme-prep',
      role: 'learner',
      password_set: false,
      memberships: [{ organization: 'acme-prep', role: 'learner' }],
      teams: [],
      enrollments: { active: 0 },
    },
  })
  const path = `/api/users/${made.body.id}`
  expect((await api.get(path)).body).toEqual(made.body)
  const changed = await api.patch(path, { last_name: '', tags: ['vip'], custom_fields: { city: null, year: 2027 } })
  expect(changed).toMatchObject({
    status: 200,
    body: { first_name: 'Jane', last_name: '', tags: ['vip'], external_id: 'crm-1', locale: 'de-AT' },
  })
  expect(changed.body.custom_fields).toEqual({ year: 2027 })
  const cleared = await api.patch(path, { external_id: null, locale: null })
  expect(cleared.body).toMatchObject({ external_id: null, locale: null, tags: ['vip'] })
  expect(await api.patch(path, { tags: [] }, { 'if-match': made.headers.get('etag') ?? '' })).toMatchObject({
    status: 412,
  })
  const { rows } = await usher.database.pool.query(
    "select before->'tags' as before, after->'tags' as after from changes where object_id = $1 order by id limit 1",
    [made.body.id],
  )
  expect(rows).toEqual([{ before: ['evening', 'vip'], after: ['vip'] }])
})

test('who is a member is not added again, but changed by an upsert, which adds who is not', async () => {
  const ann = { email: 'ann@example.com', first_name: 'Ann' }
  const made = await api.post('/api/users/upsert', ann)
  expect(made).toMatchObject({ status: 201, body: ann })
  expect(await api.post('/api/users', ann)).toMatchObject({ status: 409, body: { errors: [{ field: 'email' }] } })
  expect(
    await api.post('/api/users/upsert', { email: 'ANN@example.com', last_name: 'Lee', tags: ['x'] }),
  ).toMatchObject({
    status: 200,
    body: { id: made.body.id, first_name: 'Ann', last_name: 'Lee', tags: ['x'] },
  })
  expect(await api.post('/api/users/upsert', { email: 'new@example.com' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'first_name' }] },
  })
  const adder = await openApi(usher, { scopes: ['users.create'] })
  expect(await adder.post('/api/users/upsert', { email: ann.email, tags: ['y'] })).toMatchObject({ status: 403 })
})

test('somebody new gets a mail, unless it is said otherwise', async () => {
  const add = async (email: string, send_welcome_email?: boolean) => {
    const { body } = await api.post('/api/users', { email, first_name: 'Max', send_welcome_email })
    return usher.database.kysely.selectFrom('messages').select('kind').where('user_id', '=', body.id).execute()
  }
  expect(await add('max1@example.com')).toEqual([{ kind: 'welcome' }])
  expect(await add('max2@example.com', false)).toEqual([])
})

test('all that is wrong with a new user is said at once, and nobody is added', async () => {
  const { status, body } = await api.post('/api/users', {
    email: 'no address',
    first_name: ' ',
    external_id: '',
    tags: ['ok', ''],
    custom_fields: { city: 'Berlin', height: 5 },
    locale: 'nowhere!',
  })
  expect(status).toBe(400)
  expect(body.errors.map((error: { field: string }) => error.field).sort()).toEqual([
    'custom_fields.city',
    'custom_fields.height',
    'email',
    'external_id',
    'first_name',
    'locale',
    'tags.1',
  ])
  expect(await api.post('/api/users', { email: 'x@example.com', first_name: 'X', password: 'secret' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'password' }] },
  })
  const twin = { email: 'twin@example.com', first_name: 'Twin', external_id: 'taken' }
  await api.post('/api/users', { ...twin, email: 'holder@example.com' })
  expect(await api.post('/api/users', twin)).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'external_id' }] },
  })
  expect((await api.get('/api/users?email=twin@example.com')).body.data).toEqual([])
})

test('a field that is required is asked of somebody new, and of nobody who is there', async () => {
  const old = await api.post('/api/users', { email: 'old@example.com', first_name: 'Old', organization: 'delhi' })
  await api.post('/api/custom-fields', {
    organization: 'delhi',
    name: 'vat',
    label: 'VAT',
    kind: 'text',
    required: true,
  })
  const fresh = { email: 'fresh@example.com', first_name: 'Fresh', organization: 'delhi' }
  expect(await api.post('/api/users', fresh)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'custom_fields.vat', message: 'is required' }] },
  })
  expect(await api.post('/api/users', { ...fresh, custom_fields: { vat: 'DE1' } })).toMatchObject({ status: 201 })
  expect(await api.patch(`/api/users/${old.body.id}`, { tags: ['x'] })).toMatchObject({ status: 200 })
})

test('with a custom field goes what people have in it', async () => {
  const { body: field } = await api.post('/api/custom-fields', { name: 'gone', label: 'Gone', kind: 'text' })
  const fields = { gone: 'soon', year: 1 }
  const { body } = await api.post('/api/users', { email: 'gone@example.com', first_name: 'G', custom_fields: fields })
  await api.delete(`/api/custom-fields/${field.id}`)
  expect((await api.get(`/api/users/${body.id}`)).body.custom_fields).toEqual({ year: 1 })
})

test('people are found by the beginning of email or names, tag, role, external id, team and custom field', async () => {
  const add = async (email: string, more: object) =>
    (await api.post('/api/users', { email, organization: 'pune', ...more })).body.id
  await api.post('/api/custom-fields', { organization: 'pune', name: 'sen', label: 'Senior', kind: 'boolean' })
  const zoe = await add('zoe@example.com', {
    first_name: 'Zoë',
    last_name: 'Young',
    tags: ['a', 'b'],
    custom_fields: { sen: true },
    external_id: 'z-1',
  })
  const yan = await add('yan@example.com', { first_name: 'Yan', last_name: 'van Zoelen', tags: ['a'] })
  await api.patch(`/api/memberships/pune/${yan}`, { role: 'manager' })
  const { body: team } = await api.post('/api/teams', { name: 'T', organization: 'pune' })
  await usher.database.kysely.insertInto('team_members').values({ team_id: team.id, user_id: zoe }).execute()

  const ids = async (query: string) =>
    (await api.get(`/api/users?organization=pune&${query}`)).body.data.map((user: { id: number }) => user.id)
  const both = [zoe, yan].sort((a, b) => a - b)
  expect(await ids('')).toEqual(both)
  expect(await ids('search=ZO')).toEqual([zoe])
  expect(await ids('search=yan@')).toEqual([yan])
  expect(await ids(`search=${encodeURIComponent('zoë y')}`)).toEqual([zoe])
  expect(await ids('search=van')).toEqual([yan])
  expect(await ids('search=y')).toEqual(both)
  const nikos = await add('nikos@example.com', { first_name: 'ΝΙΚΟΣ', last_name: 'Παππάς' })
  for (const text of ['ΝΙΚΟΣ', 'νικοσ', 'ΝΙΚΟΣ ΠΑΠΠΆ', 'Παππάς'.normalize('NFD')])
    expect(await ids(`search=${encodeURIComponent(text)}`)).toEqual([nikos])
  await api.delete(`/api/memberships/pune/${nikos}`)
  expect(await ids('tag=a')).toEqual(both)
  expect(await ids('tag=a&tag=b')).toEqual([zoe])
  expect(await ids('role=manager')).toEqual([yan])
  expect(await ids('role=learner')).toEqual([zoe])
  expect(await ids('external_id=z-1')).toEqual([zoe])
  expect(await ids(`team=${team.id}`)).toEqual([zoe])
  expect(await ids('custom_field=sen:true')).toEqual([zoe])
  expect(await ids('custom_field=sen:false')).toEqual([])
  expect(await ids('email=YAN@example.com')).toEqual([yan])
  expect(await api.get('/api/users?organization=pune&custom_field=height:5')).toMatchObject({ status: 400 })

  const search = await api.post('/api/users/search', {
    organization: 'pune',
    custom_fields: { sen: true },
    tags: ['b'],
  })
  expect(search).toMatchObject({ status: 200, body: { data: [{ id: zoe, organization: 'pune' }] } })
  expect(await api.post('/api/users/search', { organization: 'pune', email: 'zoe@example.com' })).toMatchObject({
    body: { data: [{ id: zoe }] },
  })
  expect((await api.get(`/api/users/${zoe}`)).body.teams).toMatchObject([{ name: 'T', organization: 'pune' }])
})

test('what a user has is counted by status', async () => {
  const { body } = await usher.call('/provision/student/', {
    email: 'learner@example.com',
    first_name: 'Lea',
    courses: 'ielts,gre',
  })
  expect((await api.get(`/api/users/${body.user_id}`)).body.enrollments).toEqual({
    active: 2,
    upcoming: 0,
    completed: 0,
    suspended: 0,
    expired: 0,
    revoked: 0,
  })
})

test('names are changed while the account is the organization’s alone; tags and ids are each organization’s own', async () => {
  const pune = await openApi(usher, { organization: 'pune' })
  const delhi = await openApi(usher, { organization: 'delhi' })
  const { body: sam } = await pune.post('/api/users', { email: 'sam@example.com', first_name: 'Sam', tags: ['ours'] })
  const path = `/api/users/${sam.id}`
  expect(await pune.patch(path, { first_name: 'Samuel' })).toMatchObject({ body: { first_name: 'Samuel' } })
  expect(await delhi.get(path)).toMatchObject({ status: 404 })
  expect(await delhi.patch(path, { tags: ['mine'] })).toMatchObject({ status: 404 })

  const joined = await delhi.post('/api/users', {
    email: 'sam@example.com',
    first_name: 'Sammy',
    custom_fields: { vat: 'x' },
    tags: ['theirs'],
  })
  expect(joined).toMatchObject({
    status: 201,
    body: { first_name: 'Samuel', tags: ['theirs'], memberships: [{ organization: 'delhi' }] },
  })
  expect(await pune.patch(path, { first_name: 'Sam' })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'first_name' }] },
  })
  expect(
    await pune.post('/api/users/upsert', { email: 'sam@example.com', first_name: 'S', tags: ['x'] }),
  ).toMatchObject({
    status: 200,
    body: { first_name: 'Samuel', tags: ['x'] },
  })
  expect((await delhi.get(path)).body.tags).toEqual(['theirs'])
  // Above both of them the account is within reach, and whose view is meant can be said.
  expect((await api.get(path)).body.memberships).toHaveLength(2)
  expect((await api.get(`${path}?organization=delhi`)).body.tags).toEqual(['theirs'])
  expect(await api.patch(path, { organization: 'delhi', first_name: 'Sam' })).toMatchObject({
    status: 200,
    body: { organization: 'delhi', first_name: 'Sam' },
  })
  await api.patch(`/api/memberships/pune/${sam.id}`, { role: 'manager' })
  expect(await api.patch(path, { first_name: 'Sa' })).toMatchObject({ status: 409 })
})

test('plan mode shows who would be added or changed, and nobody is', async () => {
  const ghost = { email: 'ghost@example.com', first_name: 'Ghost' }
  const planned = await api.post('/api/users?mode=plan', ghost)
  expect(planned).toMatchObject({ status: 200, body: { mode: 'plan' } })
  expect(planned.body.changes).toContainEqual(
    expect.objectContaining({ action: 'create', kind: 'user', after: expect.objectContaining({ email: ghost.email }) }),
  )
  expect((await api.get('/api/users?email=ghost@example.com')).body.data).toEqual([])
  const { body } = await api.post('/api/users', ghost)
  expect((await api.patch(`/api/users/${body.id}?mode=plan`, { tags: ['x'] })).body.changes).toMatchObject([
    { action: 'update', kind: 'user', before: { tags: [] }, after: { tags: ['x'] } },
  ])
  expect((await api.get(`/api/users/${body.id}`)).body.tags).toEqual([])
})

test('nobody is added to, found in, or changed through an organization beside or above', async () => {
  const { body: top } = await api.post('/api/users', { email: 'top@example.com', first_name: 'Top' })
  const delhi = await openApi(usher, { organization: 'delhi' })
  const person = { email: 'spy@example.com', first_name: 'Spy' }
  for (const organization of ['pune', 'acme-prep']) {
    for (const path of ['/api/users', '/api/users/upsert'])
      expect(await delhi.post(path, { ...person, organization })).toMatchObject({ status: 404 })
    expect(await delhi.get(`/api/users?organization=${organization}`)).toMatchObject({ status: 404 })
    expect(await delhi.post('/api/users/search', { organization })).toMatchObject({ status: 404 })
    expect(await delhi.get(`/api/users/${top.id}?organization=${organization}`)).toMatchObject({ status: 404 })
  }
  expect(await delhi.patch(`/api/users/${top.id}`, { first_name: 'T' })).toMatchObject({ status: 404 })
  expect((await delhi.get('/api/users?email=top@example.com')).body.data).toEqual([])
})
