/** Somebody has an account at one organization, and is only invited by another: there the name is as the invitation has it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { type Northpass, openNorthpass } from '../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

const email = 'vera@example.com'
let usher: TestServer
let home: Api
let rival: Api
let dialect: Northpass
let invited: { id: number; user_id: number }
let seats: { id: number }

beforeAll(async () => {
  usher = await startTestServer()
  home = await openApi(usher)
  await home.post('/api/organizations', { name: 'Rival', slug: 'rival' })
  rival = await openApi(usher, { organization: 'rival' })
  dialect = await openNorthpass(usher, { organization: 'rival' })
  await rival.post('/api/courses', { name: 'toefl', display_name: 'TOEFL' })
  await rival.post('/api/webhooks', { url: 'https://hooks.example.com/' })
  await home.post('/api/users', { email, first_name: 'Aretha', last_name: 'Secret', send_welcome_email: false })
  await usher.database.pool.query(`update users set password_set_at = now(), locale = 'is' where email = $1`, [email])
  const names = { first_name: 'Vera', last_name: 'Guess' }
  const { body: team } = await rival.post('/api/teams', { name: 'Evening' })
  seats = (await rival.post(`/api/teams/${team.id}/seats`, { product: 'toefl', quantity: 1, external_ref: 'one' })).body
  const offer = { team: team.id, products: ['toefl'], from: 'seats' }
  invited = (await rival.post('/api/invitations', { email, ...names, ...offer })).body
  for (const name of ['Anna', 'Zoe'])
    await rival.post('/api/users', { email: `${name}@example.com`, first_name: name, send_welcome_email: false })
})
afterAll(() => usher.close())

/** Whatever the organization can read of it. */
async function everything(): Promise<string> {
  const native = [
    ...['/api/invitations?expand=user', `/api/invitations/${invited.id}?expand=user`, '/api/operations?limit=200'],
    ...['/api/users', `/api/users/${invited.user_id}`, '/api/users?sort=name&limit=2', '/api/users?sort=-last_name'],
    ...['/api/users?search=aretha', '/api/users?search=secret', `/api/explain?user=${email}&course=toefl`],
    `/api/seats/${seats.id}/claims`,
  ]
  const foreign = [
    ...['/v2/people', '/v2/people?q=secret', '/v2/people?filter[first_name][eq]=aretha', '/v2/properties/people'],
    '/v2/people?filter[registration_status][eq]=activated',
  ]
  const answers = [
    ...(await Promise.all(native.map(path => rival.get(path)))),
    ...(await Promise.all(foreign.map(path => dialect.get(path)))),
  ]
  const { rows } = await usher.database.pool.query('select data from events')
  const cursors = answers.map(({ body }) => Buffer.from(body.next_cursor ?? '', 'base64url').toString())
  // What was asked for stands in the links.
  return JSON.stringify([answers.map(({ body: { links: _, ...body } }) => body), cursors, rows])
}

test('is shown, found, sorted and told by the name on the invitation', async () => {
  const text = await everything()
  expect(text).toMatch(/Vera/)
  expect(text.match(/aretha|secret|"activated"|"is"/gi)).toBeNull()
  const found = async (search: string) => (await rival.get(`/api/users?search=${search}`)).body.data.length
  expect([await found('vera@'), await found('aretha')]).toEqual([1, 0])
  const { data } = (await rival.get('/api/users?sort=name')).body
  expect(data.map((row: { first_name: string }) => row.first_name)).toEqual(['Anna', 'Vera', 'Zoe'])
})

test('is still so when the invitation is withdrawn', async () => {
  await rival.post(`/api/invitations/${invited.id}/withdraw`)
  expect(await rival.get(`/api/invitations/${invited.id}`)).toMatchObject({ body: { first_name: 'Vera' } })
  expect((await everything()).match(/aretha|secret/gi)).toBeNull()
})

test('is known by the own name when the person has come in', async () => {
  await rival.post('/api/users', { email, first_name: 'Vera', send_welcome_email: false })
  expect(await rival.get(`/api/users/${invited.user_id}`)).toMatchObject({ body: { first_name: 'Aretha' } })
})
