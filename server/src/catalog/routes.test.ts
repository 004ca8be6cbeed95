import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
/** Organizations below Acme Prep, the last one below Pune, each with a team of the same name. */
const places = ['acme-pune', 'acme-delhi', 'acme-pune-east']
const teams: Record<string, number> = {}

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const slug of places) {
    const parent = slug === 'acme-pune-east' ? 'acme-pune' : 'acme-prep'
    await api.post('/api/organizations', { name: slug, slug, parent })
    teams[slug] = (await api.post('/api/teams', { organization: slug, name: slug })).body.id
  }
})
afterAll(() => usher.close())

const item = { name: 'IELTS, 25 seats', product: 'ielts', seats: 25, credits: '250' }

test('a catalog item is made, read, changed, listed, archived, and taken into the catalog again', async () => {
  const offers = { organizations: ['acme-pune'], teams: [teams['acme-delhi']] }
  const made = await api.post('/api/catalog-items', { ...item, access: { months: 3 }, offers })
  expect(made).toMatchObject({
    status: 201,
    body: { ...item, organization: 'acme-prep', credits: '250.00', access: { months: 3 }, offers, archived_at: null },
  })
  const path = `/api/catalog-items/${made.body.id}`
  expect((await api.get(path)).body).toEqual(made.body)
  expect((await api.get('/api/catalog-items?search=25')).body.data).toEqual([made.body])

  const changed = await api.patch(path, { credits: '199.9', product: 'gre', access: null })
  expect(changed).toMatchObject({
    status: 200,
    body: { credits: '199.90', product: 'gre', access: null, seats: 25, offers },
  })
  const stale = { 'if-match': made.headers.get('etag') ?? '' }
  expect(await api.patch(path, { seats: 1 }, stale)).toMatchObject({ status: 412 })

  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect((await api.get('/api/catalog-items?search=25')).body.data).toEqual([])
  expect((await api.get('/api/catalog-items?search=25&archived=true')).body.data).toHaveLength(1)
  expect(await api.post(`${path}/restore`)).toMatchObject({ status: 200, body: { archived_at: null } })
})

test('who it is offered to is replaced as a set; left out, it stays', async () => {
  const first = { organizations: ['acme-delhi', 'acme-prep'], teams: [teams['acme-pune']] }
  const { body } = await api.post('/api/catalog-items', { ...item, offers: first })
  const path = `/api/catalog-items/${body.id}`
  expect(body.offers).toEqual(first)
  expect((await api.patch(path, { seats: 5 })).body.offers).toEqual(first)
  const second = { organizations: ['acme-pune'], teams: [teams['acme-delhi'], teams['acme-delhi']] }
  const changed = await api.patch(path, { offers: second })
  expect(changed.body.offers).toEqual({ organizations: ['acme-pune'], teams: [teams['acme-delhi']] })
  const none = await api.patch(path, { offers: { organizations: [], teams: [] } })
  expect(none.body.offers).toEqual({ organizations: [], teams: [] })
})

test('a team can buy what is offered to it, to its organization or to one above, while it is sold', async () => {
  const offer = async (name: string, offers: object) =>
    (await api.post('/api/catalog-items', { ...item, product: 'gmat', name: `for ${name}`, offers })).body.id
  const toAll = await offer('all', { organizations: ['acme-prep'], teams: [] })
  await offer('pune', { organizations: ['acme-pune'], teams: [] })
  await offer('east', { organizations: ['acme-pune-east'], teams: [] })
  await offer('the team in delhi', { organizations: [], teams: [teams['acme-delhi']] })
  await offer('nobody', { organizations: [], teams: [] })
  expect(await bought('acme-pune')).toEqual(['for all', 'for pune'])
  expect(await bought('acme-pune-east')).toEqual(['for all', 'for east', 'for pune'])
  expect(await bought('acme-delhi')).toEqual(['for all', 'for the team in delhi'])

  await api.delete(`/api/catalog-items/${toAll}`)
  expect(await bought('acme-delhi')).toEqual(['for the team in delhi'])
  const [gmat] = (await api.get('/api/courses?search=gmat')).body.data
  await api.delete(`/api/courses/${gmat.id}`)
  expect(await bought('acme-delhi')).toEqual([])
  await api.post(`/api/courses/${gmat.id}/restore`)
  expect(await bought('acme-delhi')).toEqual(['for the team in delhi'])
})

test('a buyer sees what it can buy and not who else can, and nothing more of the seller', async () => {
  const offers = { organizations: ['acme-delhi', 'acme-prep', 'acme-pune'], teams: [teams['acme-delhi']] }
  const { body } = await api.post('/api/catalog-items', { ...item, name: 'for buyers', offers })
  const pune = await openApi(usher, { organization: 'acme-pune' })
  const { data } = (await pune.get(`/api/catalog-items?search=buyers&team=${teams['acme-pune']}`)).body
  expect(data).toMatchObject([{ id: body.id, offers: { organizations: ['acme-pune'], teams: [] } }])
  const answers = [
    await pune.get(`/api/catalog-items/${body.id}`),
    await pune.patch(`/api/catalog-items/${body.id}`, { credits: '0' }),
    await pune.delete(`/api/catalog-items/${body.id}`),
    await pune.post(`/api/catalog-items/${body.id}/restore`),
    await pune.get(`/api/catalog-items?team=${teams['acme-delhi']}`),
    await pune.get('/api/catalog-items?organization=acme-delhi'),
    await pune.post('/api/catalog-items', { ...item, organization: 'acme-prep' }),
    await pune.post('/api/catalog-items', item),
  ]
  expect(answers.map(answer => answer.status)).toEqual(Array(8).fill(404))
  expect((await api.get(`/api/catalog-items/${body.id}`)).body).toEqual(body)
})

test('every fault is said of its field, in words', async () => {
  const bad = { ...item, name: ' ', credits: '12,50', access: { until: '2020-01-01' } }
  expect((await api.post('/api/catalog-items', bad)).body.errors).toEqual([
    { field: 'name', message: 'must not be empty' },
    { field: 'credits', message: 'must be an amount such as 25 or 12.50' },
    { field: 'access.until', message: 'must lie ahead' },
  ])
  expect(await api.post('/api/catalog-items', { ...item, seats: 0, credits: 5 })).toMatchObject({
    status: 400,
    body: {
      errors: [
        { field: 'seats', message: 'must be at least 1' },
        { field: 'credits', message: 'must be string' },
      ],
    },
  })
  expect(await api.post('/api/catalog-items', { ...item, product: 'nothing' })).toMatchObject({
    status: 404,
    body: { errors: [{ field: 'product', message: 'is no product of acme-prep' }] },
  })
  const { body: bundle } = await api.post('/api/products', { name: 'b', display_name: 'B', courses: ['ielts'] })
  await api.delete(`/api/products/${bundle.id}`)
  expect(await api.post('/api/catalog-items', { ...item, product: bundle.id })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'product', message: 'is archived' }] },
  })
  const nowhere = { organizations: ['acme-pune', 'elsewhere', 5], teams: [teams['acme-pune'], 5] }
  expect(await api.post('/api/catalog-items', { ...item, offers: nowhere })).toMatchObject({
    status: 404,
    body: {
      errors: ['organizations.1', 'organizations.2', 'teams.1'].map(place => ({
        field: `offers.${place}`,
        message: 'is not acme-prep or below it',
      })),
    },
  })
  expect(await api.get(`/api/catalog-items?team=${teams['acme-pune']}&organization=acme-prep`)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'organization', message: 'does not go together with team' }] },
  })
})

test('an item of an organization below is offered below it alone', async () => {
  const course = { organization: 'acme-pune', name: 'local', display_name: 'Local', access: null }
  await api.post('/api/courses', course)
  const local = { ...item, organization: 'acme-pune', product: 'local', name: 'local' }
  const offerTo = (slug: string) =>
    api.post('/api/catalog-items', { ...local, offers: { organizations: [slug], teams: [] } })
  expect(await offerTo('acme-delhi')).toMatchObject({ status: 404 })
  expect(await offerTo('acme-prep')).toMatchObject({ status: 404 })
  expect(await offerTo('acme-pune-east')).toMatchObject({ status: 201, body: { organization: 'acme-pune' } })
})

/** The names of what the team there can buy, of those that this file offers for it. */
async function bought(slug: string): Promise<string[]> {
  const { body } = await api.get(`/api/catalog-items?team=${teams[slug]}&sort=name&search=for `)
  return body.data.map((row: { name: string }) => row.name)
}
