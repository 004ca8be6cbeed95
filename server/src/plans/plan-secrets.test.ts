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
  // One of them has a password that somebody may have chosen by a link: it would end.
  await usher.database.pool.query("update users set password_set_at = now() where email = 'victim@example.com'")
})
afterAll(() => usher.close())

const user = (email: string) => ({ email, first_name: 'Vera', last_name: 'New' })
const asks: Record<string, (email: string) => Promise<[path: string, body: object]>> = {
  provision: async email => ['/api/provision', { user: user(email), courses: ['toefl'], groups: ['Readers'] }],
  'provision of many': async email => ['/api/provision', [{ user: user(email) }, { user: user('else@example.com') }]],
  user: async email => ['/api/users', user(email)],
  'team member': async email => [`/api/teams/${await teamOf()}/members`, user(email)],
  order: async email => [
    '/api/orders',
    { user: user(email), lines: [{ product: 'toefl' }], payment: 'external', external_ref: 'o-1' },
  ],
  invitation: async email => ['/api/invitations', { ...user(email), courses: ['toefl'] }],
}

let team: number | undefined
async function teamOf() {
  team ??= (await rival.post('/api/teams', { name: 'Evening' })).body.id
  return team
}

test.each(Object.keys(asks))('a plan of a %s shows who has an account elsewhere as it shows a newcomer', async name => {
  const show = async (email: string) => {
    const [path, body] = await (asks[name] as (typeof asks)[string])(email)
    const answer = await rival.post(`${path}?mode=plan`, body)
    expect(answer).toMatchObject({ status: 200, body: { mode: 'plan', changes: expect.any(Array) } })
    const text = JSON.stringify({ ...answer.body, plan_id: 0, expires_at: 0 }).replaceAll(email, 'x@example.com')
    return JSON.parse(text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a moment'))
  }
  const unknown = await show('nobody@example.com')
  expect(await show('victim@example.com')).toEqual(unknown)
  expect(unknown.changes[0]).toEqual({
    action: 'create',
    kind: 'user',
    before: null,
    after: { id: '#1', email: 'x@example.com' },
  })
  expect(JSON.stringify(unknown)).not.toMatch(/password_set_at|email_verified/)
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
