/** Lists: their pages, their filters, and what the documentation of the real service sends along with a GET. */
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attributes, type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'

let usher: TestServer
let school: Northpass
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  school = await openNorthpass(usher)
})
afterAll(() => usher.close())
beforeEach(() => void count++)

const email = (name: string) => `${name}-${count}@example.com`

async function addPerson(name: string): Promise<string> {
  const { body } = await school.post('/v2/people', attributes({ email: email(name), first_name: name }))
  return body.data.id
}

async function addGroup(): Promise<string> {
  const { body } = await school.post('/v2/groups', attributes({ name: `Acme ${count}` }))
  return body.data.id
}

describe('a list', () => {
  test('goes on by its links to its end, and past it is empty', async () => {
    for (const name of ['a', 'b', 'c']) await addPerson(`${name}-page`)
    const path = `/v2/people?filter[email][cont]=-page-${count}@&sort=-email&limit=2`
    const first = await school.get(path)
    expect(first.body.data.map((one: { attributes: { email: string } }) => one.attributes.email)).toEqual([
      email('c-page'),
      email('b-page'),
    ])
    expect(first.body.links).not.toHaveProperty('prev')
    expect(first.headers.get('link')).toBe(`<${first.body.links.next}>; rel="next"`)
    const second = await school.get(first.body.links.next.slice(usher.url.length))
    expect(second.body.data).toMatchObject([{ attributes: { email: email('a-page') } }])
    expect(second.body.links).toEqual({
      self: first.body.links.next,
      prev: first.body.links.next.replace('&page=2', ''),
    })
    // From beyond the end the way back leads to the last page that there is.
    const [beyond, none] = [await school.get(`${path}&page=7`), await school.get('/v2/groups?filter[name]=none&page=7')]
    expect(beyond.body.links.prev).toBe(second.body.links.self)
    expect(beyond.headers.get('link')).toBe(`<${second.body.links.self}>; rel="prev"`)
    expect(new URL(none.body.links.prev).searchParams.get('page')).toBe(null)
    for (const page of ['page=3', 'page[number]=3', 'page=999999999999999'])
      expect(await school.get(`${path}&${page}`)).toMatchObject({ status: 200, body: { data: [], links: {} } })
  })

  test('has ten unless more are asked for, and a hundred at most', async () => {
    const group = await addGroup()
    const rows = Array.from({ length: 120 }, (_, n) => ({ email: email(`many${n}`), groups: `Acme ${count}` }))
    expect((await school.post('/v2/bulk/people', attributes({ people: rows }))).status).toBe(202)
    const lengths = async (query: string) =>
      (await school.get(`/v2/groups/${group}/memberships${query}`)).body.data.length
    expect([await lengths(''), await lengths('?limit=50'), await lengths('?limit=500')]).toEqual([10, 50, 100])
  })

  test.each([
    ['filter[first_name]=AN', ['ann', 'joan']],
    ['filter[first_name][eq]=ann', ['ann']],
    ['filter[first_name][eq]=ANN', []],
    ['filter[first_name][in][]=Ann&filter[first_name][in][]=bob', ['bob']],
    ['filter[first_name][not_in][]=Ann', ['ann', 'bob', 'joan']],
    ['filter[first_name][not_eq]=Ann', ['ann', 'bob', 'joan']],
    ['filter[first_name][cont]=OA', ['joan']],
    ['filter[uuid][in][]=681a303d-4a67-405d-9b00-000000001981&filter[uuid][in][]=x', []],
    ['filter[uuid][not_eq]=681a303d-4a67-405d-9b00-000000001981', ['ann', 'bob', 'joan']],
    ['filter[uuid][null]=false&sort=-uuid', ['joan', 'bob', 'ann']],
    ['filter[first_name][not_cont]=an', ['bob']],
    ['filter[first_name][in][]=ann&filter[first_name][in][]=bob', ['ann', 'bob']],
    ['filter[first_name][not_in][]=ann', ['bob', 'joan']],
    ['filter[first_name][start]=b', ['bob']],
    ['filter[first_name][end]=N', ['ann', 'joan']],
    ['filter[first_name][not_eq]=ann&filter[first_name][not_end]=b', ['joan']],
    ['filter[last_name][blank]=true', ['ann', 'bob', 'joan']],
    ['filter[last_name][present]=1', []],
    ['filter[activated_at][null]=true', ['ann', 'bob', 'joan']],
    ['filter[activated_at][not_null]=true', []],
    ['filter[updated_at][gteq]=2020-01-01', ['ann', 'bob', 'joan']],
    ['filter[created_at][lt]=2020-01-01T00:00:00Z', []],
    ['filter[disabled]=false', ['ann', 'bob', 'joan']],
    ['filter[registration_status][eq]=activated', []],
    ['filter[id][eq]=681a303d-4a67-405d-9b00-000000001981', []],
    ['q=JOAN', ['joan']],
  ])('of people by %s', async (query, expected) => {
    for (const name of ['ann', 'bob', 'joan']) await addPerson(name)
    const mine = encodeURIComponent(`-${count}@example.com`)
    const { status, body } = await school.get(
      `/v2/people?filter[email][end]=${mine}${query.includes('sort') ? '' : '&sort=first_name'}&${query}`,
    )
    expect(status).toBe(200)
    expect(body.data.map((one: { attributes: { first_name: string } }) => one.attributes.first_name)).toEqual(expected)
  })

  test.each([
    ['filter[colour]=red', 'filter[colour]'],
    ['filter[name][like]=red', 'filter[name][like]'],
    ['filter[created_at][cont]=2', 'filter[created_at][cont]'],
    ['filter[created_at][gt]=soon', 'filter[created_at][gt]'],
    ['filter[name]=%00', 'filter[name]'],
    ['filter[__proto__]=x', 'filter[__proto__]'],
    ['filter[uuid][gt]=681a303d-4a67-405d-9b00-000000001981', 'filter[uuid][gt]'],
    ['filter[id][cont]=681a', 'filter[id][cont]'],
    ['sort=-colour', 'sort'],
  ])('is not answered as if %s had been understood', async (query, parameter) => {
    expect(await school.get(`/v2/groups?${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ status: '400', source: { parameter } }] },
    })
  })
})

test('the id may be called uuid, also where it is made of several, and where nothing has it', async () => {
  const [group, ann, bob] = [await addGroup(), await addPerson('ann'), await addPerson('bob')]
  const people = { data: [ann, bob].map(id => ({ type: 'people', id })) }
  await school.post(`/v2/groups/${group}/relationships/people`, people)
  const { rows } = await usher.database.pool.query(`select name from courses where name = 'gre'`)
  const course = (await school.get(`/v2/courses/${rows[0].name}`)).body.data.id
  const courses = { data: [{ type: 'courses', id: course }] }
  await school.post(`/v2/groups/${group}/relationships/courses`, courses)
  for (const list of [
    `people?filter[uuid]=${bob}`,
    `groups?filter[uuid]=${group}`,
    `courses?filter[uuid][in][]=${course}`,
    `courses/${course}/enrollments?filter[uuid]=`,
    `transcripts/${ann}?filter[uuid]=`,
    `properties/people?filter[uuid]=${ann}`,
    `properties/courses?filter[uuid][eq]=${course}`,
    `groups/${group}/memberships?filter[uuid]=${group}-${ann}`,
  ]) {
    const [path, filter = ''] = list.split('?')
    const id = filter.split('=')[1] || (await school.get(`/v2/${path}`)).body.data[0].id
    const found = await school.get(`/v2/${path}?${filter.replace(/=.*/, '')}=${id}`)
    expect([list, found.body.data?.map((one: { id: string }) => one.id)]).toEqual([list, [id]])
    const other = `/v2/${path}?filter[uuid][not_eq]=${id}&limit=100`
    const others = (await school.get(other)).body.data.map((one: { id: string }) => one.id)
    expect([list, others]).not.toEqual([list, expect.arrayContaining([id])])
  }
  const wrong = await school.get(`/v2/groups/${group}/memberships?filter[uuid]=${ann}-${group}`)
  expect(wrong).toMatchObject({ status: 200, body: { data: [] } })
})

describe('the body of a GET', () => {
  /** As `curl --request GET` sends it. */
  function get(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
    return new Promise<{ status: number; body: { data: Resource[]; links: Record<string, string> } }>(
      (resolve, reject) => {
        const length = 'transfer-encoding' in headers ? {} : { 'content-length': String(Buffer.byteLength(body)) }
        const sent = { 'x-api-key': school.key, 'content-type': form, ...length, ...headers }
        const request = httpRequest(usher.url + path, { method: 'GET', headers: sent }, async answer => {
          const text = Buffer.concat(await answer.toArray()).toString()
          resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) })
        })
        request.on('error', reject)
        request.end(body)
      },
    )
  }
  type Resource = { attributes: { first_name: string; name: string; email: string } }
  const form = 'application/x-www-form-urlencoded'
  const namesOf = (data: Resource[]) => data.map(({ attributes }) => attributes.first_name)
  const mine = () => `filter[email][end]=${encodeURIComponent(`-${count}@example.com`)}&sort=first_name`

  beforeEach(async () => {
    for (const name of ['ann', 'bob', 'joan']) await addPerson(name)
  })

  test.each<[string, string, Record<string, string>]>([
    ['a filter', 'filter%5Bfirst_name%5D=an', {}],
    [
      'a filter with brackets as they are, and a type with more to it',
      'filter[first_name]=an',
      { 'content-type': `${form}; charset=utf-8` },
    ],
    [
      'a filter in pieces, of no length that is known',
      'filter[first_name][cont]=AN',
      { 'transfer-encoding': 'chunked' },
    ],
    ['a filter with a plus for a space, and a line at its end', 'filter[last_name][null]=false&q=an&limit=50\n', {}],
  ])('that is a form counts as query: %s', async (_, body, headers) => {
    for (const version of ['v1', 'v2']) {
      const found = await get(`/${version}/people?${mine()}`, body, headers)
      expect([found.status, namesOf(found.body.data)]).toEqual([200, ['ann', 'joan']])
    }
  })

  test('goes on in the links, brings the key, and names what is wrong with it', async () => {
    const body = `${mine()}&filter[first_name]=an&limit=1`
    const first = await get('/v2/people', body)
    const next = await school.get((first.body.links.next as string).slice(usher.url.length))
    expect([namesOf(first.body.data), namesOf(next.body.data)]).toEqual([['ann'], ['joan']])
    const keyed = await get('/v2/people', `${body}&api_key=${school.key}`, { 'x-api-key': '' })
    expect([keyed.status, namesOf(keyed.body.data)]).toEqual([200, ['ann']])
    expect(JSON.stringify(keyed.body)).not.toContain(school.key)
    expect(await get('/v2/people', 'filter[colour]=red')).toMatchObject({
      status: 400,
      body: { errors: [{ source: { parameter: 'filter[colour]' } }] },
    })
    expect((await get('/v2/people', Buffer.from([0x71, 0x3d, 0xff]))).status).toBe(400)
    expect((await get('/v2/people', `q=${'x'.repeat(70_000)}`)).status).toBe(413)
  })

  test.each<[string, string]>([
    [form, '{}'],
    [form, ''],
    ['application/json', '{"filter":{"first_name":"ann"}}'],
    ['application/json', '{'],
    ['text/plain', 'filter[first_name]=ann'],
    ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="q"\r\n\r\nann\r\n--x--\r\n'],
    ['application/vnd.api+json', 'filter[first_name]=ann'],
  ])('of type %s is left aside: %s', async (type, body) => {
    const found = await get(`/v2/people?${mine()}`, body, { 'content-type': type })
    expect([found.status, namesOf(found.body.data)]).toEqual([200, ['ann', 'bob', 'joan']])
  })
})
