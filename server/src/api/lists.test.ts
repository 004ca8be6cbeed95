/** What all lists have in common: more of what a row names, a whole subtree, steady pages by any sort, and CSV. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'

const tree: [string, string?][] = [['acme'], ['globex'], ['pune', 'acme'], ['delhi', 'acme']]

/** `acme` over `pune` and `delhi`; `globex` beside. Each with a course, a team with seats, and people. */
let usher: TestServer
let group: Api
let acme: Api

beforeAll(async () => {
  usher = await startTestServer()
  group = await openApi(usher)
  for (const [slug, parent] of tree) {
    await group.post('/api/organizations', { name: slug, slug, ...(parent && { parent }) })
    const own = await openApi(usher, { organization: slug })
    const { body: team } = await own.post('/api/teams', { name: `Team of ${slug}` })
    await own.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
    await own.post(`/api/teams/${team.id}/seats`, { product: 'ielts', quantity: 5, external_ref: 'one' })
    await own.post('/api/groups', { name: `Group of ${slug}` })
    await own.post('/api/links', { target: { course: 'ielts' }, name: slug })
    await own.post('/api/catalog-items', { name: slug, product: 'ielts', seats: 1, credits: '1' })
    await own.post('/api/invitations', { email: `invited@${slug}.example.com`, first_name: 'Ina' })
    for (const name of ['ben', 'ann']) {
      const user = { email: `${name}@${slug}.example.com`, first_name: name, last_name: slug.toUpperCase() }
      await own.post('/api/provision', { user, courses: ['ielts'], access: { days: name === 'ben' ? 5 : 9 } })
      const order = { lines: [{ product: 'ielts' }], payment: 'external', external_ref: `${slug} ${name}` }
      await own.post('/api/orders', { ...order, user: { email: user.email, first_name: name } })
    }
  }
  acme = await openApi(usher, { organization: 'acme' })
})
afterAll(() => usher.close())

const lists = [
  '/api/users',
  '/api/enrollments',
  '/api/grants',
  '/api/operations',
  '/api/orders',
  '/api/teams',
  '/api/seats',
  '/api/groups',
  '/api/courses',
  '/api/products',
  '/api/catalog-items',
  '/api/links',
  '/api/invitations',
  '/api/keys',
]

test('a total is exact, and ends at a hundred thousand', async () => {
  const { body: place } = await group.post('/api/organizations', { name: 'Vast', slug: 'vast' })
  const add = (from: number, to: number) =>
    usher.database.pool.query(
      `insert into teams (organization_id, name) select $1, 'Team ' || n from generate_series($2::int, $3) n`,
      [place.id, from, to],
    )
  const count = async () => (await group.get('/api/teams?organization=vast&limit=1&count=true')).body.total_count
  expect(await count()).toBe(0)
  await add(1, 99_999)
  expect(await count()).toBe(99_999)
  await add(100_000, 100_002)
  expect(await count()).toBe(100_000)
})

test('people whose names begin alike come in steady pages by any sort, however many there are', async () => {
  const { body: place } = await group.post('/api/organizations', { name: 'Namesakes', slug: 'namesakes' })
  await usher.database.pool.query(
    `insert into users (email, first_name, last_name)
     select 'zia' || n || '@namesakes.example.com', 'Zia', 'Rao ' || n from generate_series(1, 60) n`,
  )
  await usher.database.pool.query(
    `insert into memberships (user_id, organization_id) select id, $1 from users where first_name = 'Zia'`,
    [place.id],
  )
  const places = ['organization=namesakes', 'below=true']
  const sorts = ['id', '-id', 'created_at', 'name', '-email']
  for (const where of places.flatMap(place => sorts.map(sort => `${place}&sort=${sort}`))) {
    const ids: number[] = []
    const list = `/api/users?search=zia&limit=25&${where}`
    for (let page = await group.get(list); ; page = await group.get(`${list}&cursor=${page.body.next_cursor}`)) {
      ids.push(...page.body.data.map((row: { id: number }) => row.id))
      if (page.body.next_cursor === null) break
    }
    expect(new Set(ids).size).toBe(60)
    expect(ids).toHaveLength(60)
  }
})

describe('a whole subtree', () => {
  test.each(lists)('%s lists what is there and below, and nothing beside, in steady pages', async list => {
    const alone = await Promise.all(
      ['acme', 'pune', 'delhi'].map(slug => acme.get(`${list}?organization=${slug}&limit=200`)),
    )
    const ids = alone.flatMap(({ body }) => body.data.map((row: { id: number }) => row.id))
    expect(new Set(ids).size).toBeGreaterThan(2)
    expect(await walk(`${list}?below=true&limit=2`)).toHaveLength(ids.length)
    expect((await walk(`${list}?below=true&limit=2`)).map(row => row.id).sort()).toEqual(ids.sort())
    expect((await acme.get(`${list}?below=true&count=true&limit=1`)).body.total_count).toBe(ids.length)
  })

  test('who belongs to several organizations is listed once, as the topmost sees the person', async () => {
    const pune = await openApi(usher, { organization: 'pune' })
    const shared = { email: 'shared@example.com', first_name: 'Sha' }
    await pune.post('/api/users', { ...shared, tags: ['of pune'] })
    await acme.post('/api/users', { ...shared, tags: ['of acme'] })
    for (const sort of ['id', 'email', 'name', 'last_name', 'created_at', '-email', '-created_at']) {
      const rows = await walk(`/api/users?below=true&limit=2&sort=${sort}`)
      const found = rows.filter(({ email }) => email === shared.email)
      expect(found, sort).toMatchObject([{ organization: 'acme', tags: ['of acme'] }])
    }
    expect((await acme.get('/api/users?below=true&count=true&email=shared@example.com')).body).toMatchObject({
      data: [{ organization: 'acme' }],
      total_count: 1,
    })
    expect((await acme.get('/api/users?organization=pune&email=shared@example.com')).body.data).toMatchObject([
      { organization: 'pune', tags: ['of pune'] },
    ])
  })
})

describe('a list is in the order that is asked for, from either end', () => {
  const sorted: [string, string, (row: Row) => unknown][] = [
    ['/api/users', 'email', row => row.email],
    ['/api/users', 'name', row => `${row.first_name} ${row.last_name}`.toLowerCase()],
    ['/api/users', 'last_name', row => String(row.last_name).toLowerCase()],
    ['/api/users', 'created_at', row => row.created_at],
    ['/api/enrollments', 'ends_at', row => row.ends_at ?? '9999'],
    ['/api/enrollments', 'starts_at', row => row.starts_at],
    ['/api/invitations', 'expires_at', row => row.expires_at],
    ['/api/orders', 'created_at', row => row.created_at],
    ['/api/operations', 'at', row => row.at],
    ['/api/teams', 'name', row => row.name],
  ]
  test.each(sorted)('%s by %s', async (list, sort, sortedBy) => {
    for (const place of ['organization=acme', 'below=true']) {
      const rows = await walk(`${list}?${place}&limit=2&sort=${sort}`)
      const values = rows.map(sortedBy) as string[]
      expect(values).toEqual(values.toSorted((a, b) => (a < b ? -1 : Number(a > b))))
      expect(values.length).toBeGreaterThan(0)
      const backwards = await walk(`${list}?${place}&limit=3&sort=-${sort}`)
      expect(backwards.map(row => row.id)).toEqual(rows.map(row => row.id).reverse())
    }
  })

  test('its pages can be followed by the header Link alone, filters and sort included', async () => {
    const found: string[] = []
    for (let next: string | undefined = '/api/users?below=true&search=ann&limit=1&sort=-email'; next; ) {
      const { body, headers } = await acme.get(next)
      found.push(...body.data.map((row: Row) => row.email))
      const link = headers.get('link')
      expect(link === null).toBe(body.next_cursor === null)
      next = link?.match(/^<([^>]+)>; rel="next"$/)?.[1]?.replace(usher.url, '')
    }
    expect(found).toEqual(['ann@pune.example.com', 'ann@delhi.example.com', 'ann@acme.example.com'])
  })

  test('what comes meanwhile neither repeats nor hides another', async () => {
    const first = await acme.get('/api/users?sort=email&limit=1')
    await acme.post('/api/users', { email: 'aaa@example.com', first_name: 'Before' })
    await acme.post('/api/users', { email: 'zzz@example.com', first_name: 'After' })
    const rest = await walk('/api/users?sort=email&limit=2', first.body.next_cursor)
    const emails = rest.map(row => row.email)
    expect(emails).not.toContain('aaa@example.com')
    expect(emails).not.toContain(first.body.data[0].email)
    expect(emails.at(-1)).toBe('zzz@example.com')
  })
})

describe('expand', () => {
  const named: [string, Record<string, unknown>][] = [
    ['/api/enrollments', { user: { email: 'ben@acme.example.com' }, course: { display_name: 'IELTS' } }],
    ['/api/grants', { enrollment: { status: 'active' }, organization: { slug: 'acme', team_count: 1 } }],
    ['/api/orders', { user: { last_name: expect.any(String) }, team: null, organization: { name: 'acme' } }],
    ['/api/operations?kind=provision', { user: { email: expect.stringContaining('@acme') } }],
    ['/api/seats', { team: { name: 'Team of acme' }, product: { kind: 'course' } }],
    ['/api/links', { course: { name: 'ielts' }, team: null, group: null }],
    ['/api/invitations', { user: { first_name: 'Ina' }, team: null }],
    ['/api/teams', { organization: { slug: 'acme' } }],
    ['/api/groups', { organization: { slug: 'acme' } }],
    ['/api/courses', { organization: { slug: 'acme' } }],
    ['/api/products', { organization: { slug: 'acme' } }],
    ['/api/catalog-items', { product: { display_name: 'IELTS' } }],
    ['/api/memberships', { user: { email: expect.any(String) }, organization: { slug: 'acme' } }],
    ['/api/users', { organization: { slug: 'acme' } }],
  ]
  test.each(named)('%s shows whole what its rows name, and so does the read of one', async (list, expanded) => {
    const query = `expand=${Object.keys(expanded).join(',')}`
    const { status, body } = await acme.get(`${list}${list.includes('?') ? '&' : '?'}${query}`)
    expect({ status, row: body.data.find((row: Row) => matches(row.expanded, expanded)) }).toMatchObject({
      status: 200,
      row: { expanded },
    })
    const [first] = body.data
    const path = list.replace(/\?.*/, '')
    const address = path === '/api/memberships' ? `${first.organization}/${first.user_id}` : first.id
    const { body: one } = await acme.get(`${path}/${address}?${query}`)
    expect(one.expanded).toEqual(first.expanded)
  })

  test('what is not there to be expanded is refused with what is', async () => {
    expect(await acme.get('/api/enrollments?expand=user,colour')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'expand.1', message: 'must be course, organization or user' }] },
    })
  })

  test('who may not see a thing by itself does not see it here', async () => {
    const scopes = ['enrollments.view', 'catalog.view']
    const few = await openApi(usher, { organization: 'acme', scopes })
    expect(await few.get('/api/enrollments?expand=course')).toMatchObject({ status: 200 })
    expect(await few.get('/api/enrollments?expand=course,user')).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('users.view') },
    })
  })

  test('what lies above is not shown', async () => {
    const offer = { product: 'ielts', seats: 3, credits: '0', offers: { organizations: ['pune'], teams: [] } }
    const { body: item } = await acme.post('/api/catalog-items', { name: 'For Pune', ...offer })
    const pune = await openApi(usher, { organization: 'pune' })
    const [team] = (await pune.get('/api/teams')).body.data
    const bought = { team: team.id, lines: [{ catalog_item: item.id }], payment: 'credits', external_ref: 'buy' }
    expect(await pune.post('/api/orders', bought)).toMatchObject({ status: 201 })
    const { data } = (await pune.get('/api/seats?expand=product,team')).body
    const seats = data.find((row: Row) => row.quantity === 3)
    expect(seats.expanded).toMatchObject({ product: null, team: { id: team.id } })
  })
})

describe('CSV', () => {
  test.each([...lists, '/api/memberships'])('%s is there to the end, with a line of titles', async list => {
    // A membership says where it is: one list is of one organization.
    const below = list === '/api/memberships' ? '' : 'below=true'
    const { type, lines } = await readCsv(`${list}?${below}`)
    const json = await acme.get(`${list}?limit=200&${below}`)
    expect(type).toBe('text/csv; charset=utf-8')
    expect(lines).toHaveLength(1 + json.body.data.length)
    expect(lines[0]).toMatch(/^[a-z_.]+(?:,[a-z_.]+)*$/)
    expect(lines[0]).not.toContain('expanded')
  })

  test('what a cell holds can be read again, and is no formula', async () => {
    const name = '=HYPERLINK("https://example.com", "x")'
    const globex = await openApi(usher, { organization: 'globex' })
    const { body: team } = await globex.post('/api/teams', { name, description: 'One,\ntwo' })
    const text = await (await fetchCsv('/api/teams?search=HYPERLINK', 'globex')).text()
    expect(text.split('\n')[0]).toMatch(/^id,organization,name,description,/)
    expect(text).toContain(`${team.id},globex,"'=HYPERLINK(""https://example.com"", ""x"")","One,\ntwo",,0,,20`)
  })

  test("a file says what it is; the one for a person begins with a mark that spreadsheets know, a program's does not", async () => {
    const response = await fetchCsv('/api/teams')
    const day = new Date().toISOString().slice(0, 10)
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Teams - acme - ${day}.csv"; filename*=UTF-8''Teams%20%E2%80%93%20acme%20%E2%80%93%20${day}.csv`,
    )
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 3)
        .toString(),
    ).toBe('id,')
    const { cookie } = await signIn(usher, { organization: 'acme', role: 'admin' })
    const own = await fetch(`${usher.url}/api/teams`, { headers: { cookie, accept: 'text/csv' } })
    expect([...Buffer.from(await own.arrayBuffer()).subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 'i'.charCodeAt(0)])
  })

  test('what a field holds has columns of its own', async () => {
    const { lines } = await readCsv('/api/orders')
    expect(lines[0]).toContain('user.id,user.email,user.first_name,user.last_name')
    expect(lines[1]).toContain('@acme.example.com')
  })

  test('filters and sorts hold, and faults are told as ever', async () => {
    const { lines } = await readCsv('/api/users?search=ben&sort=-email')
    expect(lines).toHaveLength(2)
    const faulty = await fetchCsv('/api/users?sort=colour')
    expect({ status: faulty.status, body: await faulty.json() }).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    })
    expect((await fetchCsv('/api/users?expand=organization')).status).toBe(400)
  })

  test('it goes on over many pages, each row once', async () => {
    await usher.database.pool.query(
      `insert into teams (organization_id, name) select id, 'Many ' || i from organizations, generate_series(1, 2500) i
       where slug = 'globex'`,
    )
    const text = await (await fetchCsv('/api/teams?search=Many&sort=name', 'globex')).text()
    const ids = text
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split(',')[0])
    expect(new Set(ids).size).toBe(2500)
    expect(ids).toHaveLength(2500)
  })

  test('a key without the permission gets none', async () => {
    expect((await fetchCsv('/api/users', 'acme', ['teams.view'])).status).toBe(403)
  })
})

// biome-ignore lint/suspicious/noExplicitAny: what comes back is for the test to look at
type Row = Record<string, any>

/** All pages. */
async function walk(path: string, from?: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor = from; ; ) {
    const { status, body } = await acme.get(cursor === undefined ? path : `${path}&cursor=${cursor}`)
    expect({ status, detail: body.detail }).toEqual({ status: 200, detail: undefined })
    rows.push(...body.data)
    if (body.next_cursor === null) return rows
    cursor = body.next_cursor
  }
}

function matches(value: unknown, expected: unknown): boolean {
  try {
    expect(value).toMatchObject(expected as object)
    return true
  } catch {
    return false
  }
}

async function fetchCsv(path: string, organization = 'acme', scopes = ['manage']): Promise<Response> {
  const { rawKey } = await openKey(organization, scopes)
  return fetch(usher.url + path, { headers: { authorization: `Bearer ${rawKey}`, accept: 'text/csv' } })
}

async function readCsv(path: string) {
  const response = await fetchCsv(path)
  return { type: response.headers.get('content-type'), lines: (await response.text()).trim().split('\n') }
}

async function openKey(organization: string, scopes: string[]): Promise<{ rawKey: string }> {
  const { body } = await group.post('/api/keys', { organization, name: 'CSV', scopes })
  return { rawKey: body.key }
}
