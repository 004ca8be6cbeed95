/** A tag names one state of a thing: who saw another one is told. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

type Answer = Awaited<ReturnType<Api['get']>>

const tagOf = ({ headers }: Answer) => headers.get('etag') ?? ''

test('of two who change a course at once, the one that was overwritten is told so when it goes on', async () => {
  const path = await make('/api/courses', { name: 'course', display_name: 'Course' })
  for (let round = 0; round < 30; round++) {
    const both = await Promise.all(['One', 'Two'].map(display_name => api.patch(path, { display_name })))
    const { display_name } = (await api.get(path)).body
    const overwritten = both.find(({ body }) => body.display_name !== display_name) as Answer
    const next = await api.patch(path, { display_name: 'Three' }, { 'if-match': tagOf(overwritten) })
    expect(next.status).toBe(412)
  }
})

test('a tag never comes back, whatever the clock says', async () => {
  const people = await make('/api/users', { email: 'jane@example.com', first_name: 'Jane', send_welcome_email: false })
  const team = await make('/api/teams', { name: 'Team' })
  const group = await make('/api/groups', { name: 'Group' })
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  const seats = await api.post(`/api/teams/${team.split('/').at(-1)}/seats`, {
    product: 'gmat',
    quantity: 5,
    external_ref: 'order-1',
  })
  const things: [path: string, changes: (number: number) => object][] = [
    [people, number => ({ first_name: `Jane ${number}` })],
    [people, number => ({ tags: [`${number}`] })],
    [team, number => ({ name: `Team ${number}` })],
    [group, number => ({ name: `Group ${number}` })],
    [`/api/seats/${seats.body.id}`, number => ({ quantity: 10 + number })],
    ['/api/organizations/pune', number => ({ name: `Pune ${number}` })],
    ['/api/organizations/pune/settings', number => ({ brand_name: `Pune ${number}` })],
  ]
  // All of it was last changed by somebody who came in later than whoever comes now.
  for (const table of ['users', 'memberships', 'teams', 'groups', 'seats', 'organizations'])
    await usher.database.pool.query(`update ${table} set updated_at = now() + interval '1 hour'`)
  for (const [path, changes] of things) {
    const tags = [tagOf(await api.get(path))]
    for (const number of [1, 2, 3]) {
      const changed = await api.patch(path, changes(number))
      expect([path, changed.status]).toEqual([path, 200])
      const read = await api.get(path)
      expect([path, tagOf(changed)]).toEqual([path, tagOf(read)])
      tags.push(tagOf(read))
    }
    expect([path, tags.toSorted()]).toEqual([path, tags])
    expect([path, new Set(tags).size]).toEqual([path, 4])
  }
})

test('what an organization shows of somebody has another tag once the person has another name', async () => {
  const path = await make('/api/users', { email: 'ann@example.com', first_name: 'Ann', send_welcome_email: false })
  await usher.database.pool.query(
    "update memberships set updated_at = now() + interval '1 hour' where email like 'ann@%'",
  )
  const seen = tagOf(await api.get(path))
  await usher.database.pool.query("update users set first_name = 'Anna', updated_at = now() where email like 'ann@%'")
  expect(await api.patch(path, { tags: ['x'] }, { 'if-match': seen })).toMatchObject({ status: 412 })
})

test('a whole list is set over the one that was seen', async () => {
  const bundle = await make('/api/products', { name: 'bundle', display_name: 'Bundle', courses: ['ielts', 'gmat'] })
  const group = await make('/api/groups', { name: 'Evening' })
  for (const thing of [bundle, group]) {
    const seen = tagOf(await api.get(thing))
    const list = `${thing}/courses`
    const set = await api.put(list, { courses: ['gre'] }, { 'if-match': seen })
    expect(set).toMatchObject({ status: 200, body: { courses: ['gre'] } })
    expect(await api.put(list, { courses: ['ielts'] }, { 'if-match': seen })).toMatchObject({ status: 412 })
    expect(tagOf(set)).toBe(tagOf(await api.get(thing)))
    const next = { 'if-match': tagOf(set) }
    const both = await Promise.all(['ielts', 'gmat'].map(course => api.put(list, { courses: [course] }, next)))
    expect([thing, both.map(({ status }) => status).sort()]).toEqual([thing, [200, 412]])
  }
})

test('items get an order over the one that was seen, and nothing came or went meanwhile', async () => {
  const course = await make('/api/courses', { name: 'with_items', display_name: 'Course' })
  const list = `${course}/items`
  const add = (title: string) => api.post(list, { kind: 'lesson', title, launch_url: 'https://learn.example.com/1' })
  const [a, b] = [(await add('a')).body.id, (await add('b')).body.id]
  const order = async (items: number[], seen: string) => (await api.put(list, { items }, { 'if-match': seen })).status
  const seen = tagOf(await api.get(course))
  expect(await order([b, a], seen)).toBe(200)
  expect(await order([a, b], seen)).toBe(412)
  const moved = tagOf(await api.get(course))
  const c = (await add('c')).body.id
  expect(await order([a, b, c], moved)).toBe(412)
  const grown = tagOf(await api.get(course))
  await api.delete(`/api/items/${c}`)
  expect(await order([a, b], grown)).toBe(412)
  expect(await order([a, b], tagOf(await api.get(course)))).toBe(200)
})

async function make(path: string, body: object): Promise<string> {
  const made = await api.post(path, body)
  expect(made).toMatchObject({ status: 201 })
  return `${path}/${made.body.id}`
}
