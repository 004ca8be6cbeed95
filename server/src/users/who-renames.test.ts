/** By whatever way a name comes in: that of somebody who is there is corrected by nobody but who has `users.edit`. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { attributes, openNorthpass } from '../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'

let usher: TestServer
let api: Api
let team: number
let group: number
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  team = (await api.post('/api/teams', { name: 'Evening' })).body.id
  group = (await api.post('/api/groups', { name: 'Readers' })).body.id
})
afterAll(() => usher.close())

const better = { first_name: 'Jane', last_name: 'Doe' }
const scopes = [
  'provision',
  'users.create',
  'teams.assign',
  'groups.assign',
  'groups.create',
  'orders.create',
  'orders.edit',
]
const open = (more: string[]) => openApi(usher, { scopes: [...scopes, ...more] })

type Way = (email: string, more: string[]) => Promise<{ status: number }>
const ways: Record<string, Way> = {
  'the student API': async (email, more) => {
    const key = (await api.post('/api/keys', { name: `Shop ${count}`, scopes: ['provision', ...more] })).body.key
    return usher.call('/provision/student/', { email, ...better, courses: ['ielts'] }, key)
  },
  'a provision': async (email, more) =>
    (await open(more)).post('/api/provision', { user: { email, ...better }, courses: ['ielts'] }),
  'a team': async (email, more) => (await open(more)).post(`/api/teams/${team}/members`, { email, ...better }),
  'a group': async (email, more) => (await open(more)).post(`/api/groups/${group}/members`, { email, ...better }),
  'an order': async (email, more) =>
    (await open(more)).post('/api/orders', {
      ...{ user: { email, ...better }, lines: [{ product: 'ielts' }] },
      ...{ payment: 'external', external_ref: email },
    }),
  'people of the Northpass API': async (email, more) => {
    const northpass = await openNorthpass(usher, { scopes: [...scopes, ...more] })
    return northpass.post('/v2/bulk/people', attributes({ people: [{ email, ...better, groups: `More ${count}` }] }))
  },
}

async function nameAfter(way: string, more: string[]): Promise<string> {
  const email = `j${++count}@example.com`
  await api.post('/api/users', { email, first_name: 'J', last_name: 'D', send_welcome_email: false })
  const { status } = await (ways[way] as Way)(email, more)
  expect(status).toBeLessThan(300)
  return nameOf(email)
}

async function nameOf(email: string): Promise<string> {
  const { first_name, last_name } = (await api.get(`/api/users?email=${email}`)).body.data[0]
  return `${first_name} ${last_name}`
}

test.each(Object.keys(ways))('by %s', async way => {
  expect(await nameAfter(way, [])).toBe('J D')
  expect(await nameAfter(way, ['users.edit'])).toBe('Jane Doe')
})

test.each(['manager', 'owner'])('not by who is %s of a team alone', async teamRole => {
  const email = `k${++count}@example.com`
  await api.post('/api/users', { email, first_name: 'J', last_name: 'D', send_welcome_email: false })
  const person = await signIn(usher, { team, teamRole })
  expect(await person.post(`/api/teams/${team}/members`, { email, ...better })).toMatchObject({ status: 201 })
  expect(await nameOf(email)).toBe('J D')
})
