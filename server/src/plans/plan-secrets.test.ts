/** A plan is shown before anything is done and leaves no trace: it must not tell who has an account elsewhere. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let home: Api
let rival: Api

beforeAll(async () => {
  usher = await startTestServer()
  home = await openApi(usher)
  for (const slug of ['acme', 'rival', 'branch'])
    await home.post('/api/organizations', { name: slug, slug, ...(slug === 'branch' && { parent: 'rival' }) })
  rival = await openApi(usher, { organization: 'rival' })
  const acme = await openApi(usher, { organization: 'acme' })
  await rival.post('/api/courses', { name: 'toefl', display_name: 'TOEFL', access: { months: 6 } })
  await acme.post('/api/provision', { user: { email: 'victim@example.com', first_name: 'Vic', last_name: 'Tim' } })
  await rival.post('/api/provision', {
    organization: 'branch',
    user: { email: 'own@example.com', first_name: 'Own', last_name: 'One' },
  })
  // Courses of an organization above, which the team has seats of; one of them is over.
  for (const name of ['shared', 'past']) {
    const until = '2099-01-01'
    await home.post('/api/courses', { name, display_name: name, access: { until } })
    const offers = { organizations: ['rival'], teams: [] }
    const item = { name, product: name, seats: 5, credits: '1', offers }
    const { id } = (await home.post('/api/catalog-items', item)).body
    const order = { team: await teamOf(), lines: [{ catalog_item: id }], payment: 'external', external_ref: name }
    expect(await home.post('/api/orders', order)).toMatchObject({ status: 201 })
    for (const [email, hold] of [
      ['victim@example.com', true],
      ['busy@example.com', false],
    ] as const) {
      await home.post('/api/provision', { user: user(email), courses: [name] })
      const enrollment = (await home.get(`/api/enrollments?user=${email}&course=${name}`)).body.data[0].id
      if (hold) expect((await home.post(`/api/enrollments/${enrollment}/suspend`)).status).toBe(200)
    }
  }
  await usher.database.pool.query("update courses set access_until = '2026-01-01' where name = 'past'")
  for (const email of ['invited-victim@example.com', 'invited-nobody@example.com']) {
    if (email === 'invited-victim@example.com') {
      await acme.post('/api/provision', { user: user(email) })
      await home.post('/api/provision', { user: user(email), courses: ['shared'] })
    }
    expect((await rival.post('/api/invitations', { ...user(email) })).status).toBe(201)
  }
  // One of them has a password that somebody may have chosen by a link: it would end.
  await usher.database.pool.query("update users set password_set_at = now() where email like '%victim@example.com'")
})
afterAll(() => usher.close())

const user = (email: string) => ({ email, first_name: 'Vera', last_name: 'New' })
const asks: Record<string, (email: string) => Promise<[path: string, body: object]>> = {
  provision: async email => ['/api/provision', { user: user(email), courses: ['toefl'], groups: ['Readers'] }],
  'provision of many': async email => ['/api/provision', [{ user: user(email) }, { user: user('else@example.com') }]],
  'provision by a seat from above': async email => ['/api/provision', { ...seated(email), courses: ['shared'] }],
  'upserted user': async email => ['/api/users/upsert', user(email)],
  user: async email => ['/api/users', user(email)],
  'team member': async email => [`/api/teams/${await teamOf()}/members`, user(email)],
  order: async email => [
    '/api/orders',
    { user: user(email), lines: [{ product: 'toefl' }], payment: 'external', external_ref: 'o-1' },
  ],
  invitation: async email => ['/api/invitations', { ...user(email), courses: ['toefl'] }],
}

const seated = (email: string) => ({ user: user(email), team: { strategy: 'specific', name: 'Evening' } })

let team: number | undefined
async function teamOf() {
  team ??= (await rival.post('/api/teams', { name: 'Evening' })).body.id
  return team
}

async function show(name: string, email: string) {
  const [path, body] = await (asks[name] as (typeof asks)[string])(email)
  const answer = await rival.post(`${path}?mode=plan`, body)
  expect(answer).toMatchObject({ status: 200, body: { mode: 'plan', changes: expect.any(Array) } })
  const text = JSON.stringify({ ...answer.body, plan_id: 0, expires_at: 0 }).replaceAll(email, 'x@example.com')
  return JSON.parse(text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a moment'))
}

test.each(Object.keys(asks))('a plan of a %s shows who has an account elsewhere as it shows a newcomer', async name => {
  const unknown = await show(name, 'nobody@example.com')
  expect(await show(name, 'victim@example.com')).toEqual(unknown)
  expect(await show(name, 'busy@example.com')).toEqual(unknown)
  expect(unknown.changes[0]).toEqual({
    action: 'create',
    kind: 'user',
    before: null,
    after: { id: '#1', email: 'x@example.com' },
  })
  expect(JSON.stringify(unknown)).not.toMatch(/password_set_at|email_verified/)
})

test.each(['provision', 'provision by a seat from above', 'team member', 'upserted user'])(
  'a plan of a %s shows who is only invited, and has an account elsewhere, as who is only invited',
  async name => {
    const invited = async (email: string) => {
      const { id } = (await home.get(`/api/users?organization=rival&email=${email}`)).body.data[0]
      return JSON.parse(JSON.stringify(await show(name, email)).replaceAll(String(id), '7'))
    }
    expect(await invited('invited-victim@example.com')).toEqual(await invited('invited-nobody@example.com'))
  },
)

test('a course from above that is over is refused to who has it elsewhere as to a newcomer', async () => {
  const refused = { status: 400, body: { errors: [{ field: 'courses', code: 'course_ended' }] } }
  for (const email of ['nobody@example.com', 'victim@example.com', 'busy@example.com'])
    for (const mode of ['?mode=plan', ''])
      expect(await rival.post(`/api/provision${mode}`, { ...seated(email), courses: ['past'] })).toMatchObject(refused)
})

test('who is a member below is known, and the plan says so', async () => {
  const { body } = await rival.post('/api/provision?mode=plan', { user: user('own@example.com'), courses: ['toefl'] })
  const id = (await rival.get('/api/users?email=own@example.com&organization=branch')).body.data[0].id
  expect(body.changes).toContainEqual(
    expect.objectContaining({ kind: 'membership', after: expect.objectContaining({ user_id: id }) }),
  )
})

test('the plan of who has an account elsewhere is applied as that of a newcomer', async () => {
  const asked = { user: user('victim@example.com'), courses: ['toefl'] }
  const plan = await rival.post('/api/provision?mode=plan', asked)
  expect(await rival.post(`/api/plans/${plan.body.plan_id}/apply`)).toMatchObject({ status: 200 })
})

test('what is planned is kept so that only who planned it can read it', async () => {
  const secret = `whsec_${Buffer.alloc(32, 'planned').toString('base64')}`
  const plan = await rival.post('/api/webhooks?mode=plan', { url: 'https://hooks.example.com/', secret })
  const { rows } = await usher.database.pool.query('select plans::text as row, request from plans where id = $1', [
    plan.body.plan_id,
  ])
  expect(rows[0].row).not.toContain(secret)
  expect(String(rows[0].request)).not.toContain(secret)
  expect(await rival.post(`/api/plans/${plan.body.plan_id}/apply`)).toMatchObject({ status: 201 })
})
