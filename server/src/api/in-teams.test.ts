/**
 * Who may do something in one team alone gets at that team and at nothing else: every operation of the native API, from
 * `openapi.json`, tried with another team's things. What a new route opens to them must be of their team.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import {
  bodyFor,
  call,
  fill,
  operations,
  queryFor,
  readAll,
  takesInBody,
  takesInQuery,
  thingOf,
} from '../../test/operations.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, signIn } from '../../test/sessions.ts'

/** What an organization has for all of its teams alike, or for anybody who is known. */
const ofAll = [
  ...['get /api/courses', 'get /api/courses/{id}', 'get /api/products', 'get /api/products/{id}'],
  ...['get /api/permissions', 'get /api/roles', 'get /api/custom-fields'],
]
const ofOneThing = operations.filter(({ path, name }) => path.includes('{') && !ofAll.includes(name))
const ofMany = operations.filter(({ path, name }) => !path.includes('{') && !ofAll.includes(name))

/** `manager` manages `mine`; `owner` is the owner of it, by a role in the team alone. */
let usher: TestServer
let acme: Api
let mine: number
let other: number
let manager: Person
let owner: Person

beforeAll(async () => {
  usher = await startTestServer()
  const group = await openApi(usher)
  for (const [slug, parent] of [['acme'], ['branch', 'acme']])
    await group.post('/api/organizations', { name: slug, slug, ...(parent && { parent }) })
  await usher.database.pool.query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
  const makeTeam = async (name: string) => (await acme.post('/api/teams', { name })).body.id
  mine = await makeTeam('Mine')
  other = await makeTeam('Other')
  manager = await signIn(usher, { organization: 'acme', team: mine })
  owner = await signIn(usher, { organization: 'acme', team: mine, teamRole: 'owner' })
})
afterAll(() => usher.close())

describe("another team's thing", () => {
  test.each(ofOneThing)('$name is closed to who manages one team', async each => {
    const { method, path, operation, permission } = each
    const parts = (await thingOf(path)?.(acme)) ?? []
    const address = fill(path, parts)
    const body = await bodyFor(acme, each, parts)
    const before = await readAll(usher)
    const query = operation.parameters?.some(({ required }) => required) ? `?${queryFor(each, {})}` : ''
    for (const person of [manager, owner]) {
      const answer = await call(person, method, address + query, body)
      // A plan is its maker's own.
      expect(permission === null ? [404] : [403, 404], JSON.stringify(answer.body)).toContain(answer.status)
    }
    expect(await readAll(usher)).toEqual(before)
  })
})

describe('what is asked of another team, or of the whole organization', () => {
  test.each(ofMany)('$name is closed to who manages one team', async each => {
    const { method, path, name } = each
    const body = (await bodyFor(acme, each)) as object | undefined
    const before = await readAll(usher)
    for (const person of [manager, owner]) {
      const unnamed = await call(person, method, `${path}?${queryFor(each, {})}`, body)
      if (name === 'get /api/teams') {
        expect(unnamed.body.data.map(({ id }: { id: number }) => id)).toEqual([mine])
        continue
      }
      const named = takesInQuery(each, 'team')
        ? await call(person, method, `${path}?${queryFor(each, { team: String(other) })}`, body)
        : takesInBody(each, 'team')
          ? await call(person, method, path, {
              ...body,
              ...(name === 'post /api/links' ? { target: { team: other } } : { team: other }),
            })
          : unnamed
      for (const { status, body } of [unnamed, named]) expect([403, 404], JSON.stringify(body)).toContain(status)
    }
    expect(await readAll(usher)).toEqual(before)
  })
})

describe('the team of one’s own', () => {
  const someone = (name: string) => ({ email: `${name}@example.com`, first_name: 'Jane' })

  test('its people are seen, added, given another role, and let go', async () => {
    const { body } = await manager.post(`/api/teams/${mine}/members`, someone('ann'))
    const path = `/api/teams/${mine}/members/${body.user.id}`
    expect(await manager.get(path)).toMatchObject({ status: 200, body: { email: 'ann@example.com' } })
    expect(await manager.patch(path, { role: 'manager' })).toMatchObject({ status: 200 })
    expect(await manager.patch(path, { role: 'admin' })).toMatchObject({ status: 403 })
    expect(await manager.get(`/api/users?team=${mine}&search=ann`)).toMatchObject({
      status: 200,
      body: { data: [{ id: body.user.id }] },
    })
    expect(await manager.get(`/api/users/${body.user.id}`)).toMatchObject({
      status: 200,
      body: { teams: [{ id: mine }] },
    })
    expect(await manager.delete(path)).toMatchObject({ status: 204 })
    expect(await manager.get(`/api/users/${body.user.id}`)).toMatchObject({ status: 404 })
  })

  test('nobody is reached by an id who is in no team of theirs, and nobody is moved into another team', async () => {
    const { body: stranger } = await acme.post(`/api/teams/${other}/members`, someone('bea'))
    expect(await manager.post(`/api/teams/${mine}/members`, { user_id: stranger.user.id })).toMatchObject({
      status: 404,
    })
    const { body: own } = await acme.post(`/api/teams/${mine}/members`, someone('cid'))
    expect(await manager.post(`/api/teams/${mine}/members/${own.user.id}/move`, { team: other })).toMatchObject({
      status: 404,
    })
    const { body: moved } = await acme.post(`/api/teams/${other}/members`, { user_id: own.user.id })
    expect(moved.joined).toBe(true)
    const { body } = await manager.get(`/api/users/${own.user.id}`)
    expect(body.teams.map(({ id }: { id: number }) => id)).toEqual([mine])
  })

  test('its seats are seen and released, and moved to another team only where that one is theirs too', async () => {
    const seats = { product: 'ielts', quantity: 3, external_ref: 'seats-1' }
    const { body } = await acme.post(`/api/teams/${mine}/seats`, seats)
    const { body: provisioned } = await acme.post('/api/provision', {
      user: someone('dan'),
      team: { strategy: 'specific', id: mine },
      courses: ['ielts'],
      from: 'seats',
    })
    expect(await manager.get(`/api/seats?team=${mine}`)).toMatchObject({ body: { data: [{ id: body.id, used: 1 }] } })
    expect(await manager.get(`/api/enrollments?team=${mine}`)).toMatchObject({ body: { data: [{ course: 'ielts' }] } })
    const { enrollment_id } = provisioned.enrollments[0]
    expect(await manager.get(`/api/enrollments/${enrollment_id}`)).toMatchObject({ status: 200 })
    const claim = `/api/seats/${body.id}/claims/${provisioned.user.id}`
    expect(await manager.delete(claim)).toMatchObject({ status: 204 })
    const move = { team: other, quantity: 1 }
    expect(await manager.post(`/api/seats/${body.id}/move`, move)).toMatchObject({ status: 404 })
    await acme.post(`/api/teams/${other}/members`, { user_id: manager.id, role: 'learner' })
    expect(await manager.post(`/api/seats/${body.id}/move`, move)).toMatchObject({ status: 403 })
    await acme.patch(`/api/teams/${other}/members/${manager.id}`, { role: 'manager' })
    expect(await manager.post(`/api/seats/${body.id}/move`, move)).toMatchObject({ status: 200 })
    await acme.delete(`/api/teams/${other}/members/${manager.id}`)
    expect(await manager.get(`/api/teams/${other}`)).toMatchObject({ status: 404 })
  })

  test('invitations and links lead into it, and give nothing but its seats', async () => {
    const invitation = { ...someone('eva'), team: mine }
    const free = { ...invitation, courses: ['ielts'] }
    expect(await manager.post('/api/invitations', free)).toMatchObject({
      status: 403,
      body: { errors: [{ field: 'from' }] },
    })
    const { body: group } = await acme.post('/api/groups', { name: 'Readers' })
    expect(await manager.post('/api/invitations', { ...invitation, groups: [group.id] })).toMatchObject({ status: 403 })
    const { status, body } = await manager.post('/api/invitations', { ...free, from: 'seats' })
    expect({ status, seats: body.seats }).toEqual({ status: 201, seats: ['ielts'] })
    expect(await manager.get(`/api/invitations?team=${mine}`)).toMatchObject({ body: { data: [{ id: body.id }] } })
    expect(await manager.post(`/api/invitations/${body.id}/withdraw`)).toMatchObject({ status: 200 })

    expect(await manager.post('/api/links', { target: { course: 'ielts' } })).toMatchObject({ status: 403 })
    const link = await manager.post('/api/links', { target: { team: mine } })
    expect(link).toMatchObject({ status: 201 })
    expect(await manager.delete(`/api/links/${link.body.id}`)).toMatchObject({ status: 204 })
  })

  test('it buys what is offered to it, with credits, and neither for somebody else nor as paid elsewhere', async () => {
    const item = { name: 'Five seats', product: 'ielts', seats: 5, credits: '50' }
    const { body: offered } = await acme.post('/api/catalog-items', {
      ...item,
      offers: { organizations: [], teams: [mine, other] },
    })
    const group = await openApi(usher)
    await group.post(`/api/teams/${mine}/credits`, { amount: '60' })
    const { body: items } = await manager.get(`/api/catalog-items?team=${mine}`)
    expect(items.data).toMatchObject([{ id: offered.id, offers: { teams: [mine] } }])
    const order = { team: mine, lines: [{ catalog_item: offered.id }], payment: 'credits' }
    for (const more of [{ payment: 'external' }, { user: someone('flo') }, { payment: 'external', state: 'pending' }])
      expect(await owner.post('/api/orders', { ...order, ...more, external_ref: 'x' })).toMatchObject({ status: 403 })
    const placed = await manager.post('/api/orders', { ...order, external_ref: 'o-1' })
    expect(placed).toMatchObject({ status: 201, body: { state: 'completed', credits: '50.00' } })
    expect(await manager.get(`/api/teams/${mine}/credits`)).toMatchObject({ body: { balance: '10.00' } })
    expect(await manager.get(`/api/orders?team=${mine}`)).toMatchObject({ body: { data: [{ id: placed.body.id }] } })
    expect(await manager.post(`/api/orders/${placed.body.id}/refund`)).toMatchObject({ status: 403 })
  })

  test('what is shown whole is of the team, or what a route of its own shows to who may in teams alone', async () => {
    const { body: joined } = await acme.post(`/api/teams/${mine}/members`, someone('gil'))
    const user_id = joined.user.id
    const order = { team: mine, lines: [{ product: 'ielts', seats: 1 }], payment: 'external', user: someone('gil') }
    expect(await acme.post('/api/orders', { ...order, external_ref: 'o-2' })).toMatchObject({ status: 201, body: {} })
    const path = `/api/orders?team=${mine}&expand=user,team`
    const newest = async () => (await manager.get(path)).body.data[0].expanded
    expect(await newest()).toMatchObject({ user: { id: user_id, email: 'gil@example.com' }, team: { id: mine } })
    await acme.delete(`/api/teams/${mine}/members/${user_id}`)
    expect(await newest()).toMatchObject({ user: null, team: { id: mine } })
    for (const kind of ['organization', 'user,organization'])
      expect(await manager.get(`/api/orders?team=${mine}&expand=${kind}`)).toMatchObject({ status: 403 })
    const role = { name: 'observer', display_name: 'Observer', permissions: ['organizations.view'] }
    await acme.post('/api/roles', role)
    const observer = await signIn(usher, { organization: 'acme', role: 'observer', team: mine })
    const { body } = await observer.get(`/api/orders?team=${mine}&expand=organization,user`)
    expect(body.data[0].expanded).toMatchObject({ organization: { slug: 'acme' }, user: null })
  })

  test('the catalog of the organization is read, and not that of those below', async () => {
    const { body: course } = await acme.post('/api/courses', {
      organization: 'branch',
      name: 'latin',
      display_name: 'Latin',
      access: null,
    })
    const names = (await manager.get('/api/courses?limit=200')).body.data.map(({ name }: { name: string }) => name)
    expect(names).toContain('ielts')
    expect(names).not.toContain('latin')
    expect(await manager.get('/api/courses?organization=acme')).toMatchObject({ status: 200 })
    expect(await manager.get('/api/courses?organization=branch')).toMatchObject({ status: 404 })
    expect(await manager.get('/api/courses?below=true')).toMatchObject({ status: 404 })
    expect(await manager.get(`/api/courses/${course.id}`)).toMatchObject({ status: 404 })
  })

  test('what is planned in it is done in it', async () => {
    const plan = await manager.patch(`/api/teams/${mine}?mode=plan`, { description: 'Ours' })
    expect(await manager.post(`/api/plans/${plan.body.plan_id}/apply`)).toMatchObject({
      status: 200,
      body: { description: 'Ours' },
    })
  })

  test('a role in the organization goes before: it is held in all of its teams', async () => {
    const everywhere = await signIn(usher, { organization: 'acme', role: 'manager', team: mine, teamRole: 'learner' })
    expect(await everywhere.get(`/api/teams/${other}`)).toMatchObject({ status: 200 })
    const teams = (await everywhere.get('/api/teams?sort=id')).body.data.map(({ id }: { id: number }) => id)
    expect(teams).toEqual(expect.arrayContaining([mine, other]))
  })

  test('a team that is archived, and a membership that is suspended, are worth nothing', async () => {
    const { body: team } = await acme.post('/api/teams', { name: 'Short' })
    const person = await signIn(usher, { organization: 'acme', team: team.id })
    expect(await person.get(`/api/teams/${team.id}`)).toMatchObject({ status: 200 })
    await acme.patch(`/api/memberships/acme/${person.id}`, { suspended: true })
    expect(await person.get(`/api/teams/${team.id}`)).toMatchObject({ status: 404 })
    await acme.patch(`/api/memberships/acme/${person.id}`, { suspended: false })
    await acme.delete(`/api/teams/${team.id}`)
    expect(await person.get(`/api/teams/${team.id}`)).toMatchObject({ status: 403 })
  })
})
