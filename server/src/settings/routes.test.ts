import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
const png = `data:image/png;base64,${Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]).toString('base64')}`

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Acme Pune', slug: 'pune' })
  await api.post('/api/organizations', { name: 'Acme Pune North', slug: 'pune-north', parent: 'pune' })
})
afterAll(() => usher.close())

const of = (slug: string) => `/api/organizations/${slug}/settings`

test('without settings an organization goes by its name, in English, and new courses are open for ever', async () => {
  expect((await api.get(of('pune'))).body).toMatchObject({
    brand_name: null,
    default_access: null,
    in_force: {
      brand_name: 'Acme Pune',
      sender_name: 'Acme Pune',
      color: null,
      logo: null,
      reply_to: null,
      locale: 'en',
      default_access: { for_ever: true },
    },
  })
})

test('what an organization sets holds below it, until one of them says otherwise', async () => {
  const before = await api.get(of('acme-prep'))
  const brand = { brand_name: ' Acme ', color: '#FFD500', logo: png, reply_to: 'Help@Example.com', locale: 'en-IN' }
  const changed = await api.patch(of('acme-prep'), brand, { 'if-match': before.headers.get('etag') ?? '' })
  expect(changed).toMatchObject({
    status: 200,
    body: { brand_name: 'Acme', color: '#ffd500', reply_to: 'help@example.com' },
  })
  await api.patch(of('pune'), { color: '#1459b3', sender_name: 'Acme in Pune' })
  const inForce = { brand_name: 'Acme', color: '#1459b3', logo: png, sender_name: 'Acme in Pune', locale: 'en-IN' }
  expect((await api.get(of('pune-north'))).body).toMatchObject({ color: null, in_force: inForce })

  await api.patch(of('pune'), { color: null })
  expect((await api.get(of('pune-north'))).body.in_force.color).toBe('#ffd500')
})

test('who saw older settings overwrites nothing; each change is in the log, without the picture', async () => {
  const seen = await api.get(of('acme-prep'))
  const done = await api.patch(of('acme-prep'), { logo: png, locale: 'de' })
  const headers = { 'if-match': seen.headers.get('etag') ?? '' }
  expect(await api.patch(of('acme-prep'), { locale: 'fr' }, headers)).toMatchObject({ status: 412 })
  const { body } = await api.get(`/api/operations/${done.headers.get('usher-operation')}`)
  expect(body).toMatchObject({
    kind: 'update_settings',
    changes: [
      {
        kind: 'settings',
        before: { locale: 'en-IN' },
        after: { locale: 'de', logo: expect.stringMatching(/^data:image\/png, \d+ char/) },
      },
    ],
  })
})

test.each([
  ['color', 'red'],
  ['logo', 'https://example.com/logo.png'],
  ['logo', 'data:image/svg+xml;base64,PHN2Zz4='],
  ['logo', 'data:image/png;base64,PHNjcmlwdD4='],
  ['reply_to', 'nobody'],
  ['brand_name', ' '],
  ['locale', 'English, please'],
  ['default_access', {}],
  ['default_access', { months: 6, for_ever: true }],
])('%s %j is refused in words', async (field, value) => {
  expect(await api.patch(of('pune'), { [field]: value })).toMatchObject({
    status: 400,
    body: { errors: [{ field: expect.stringContaining(field) }] },
  })
})

test('a logo has 64 kB at most', async () => {
  const jpeg = (bytes: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(bytes - 3)])
  const patch = (bytes: number) =>
    api.patch(of('pune'), { logo: `data:image/jpeg;base64,${jpeg(bytes).toString('base64')}` })
  expect(await patch(65_537)).toMatchObject({ status: 400, body: { errors: [{ field: 'logo' }] } })
  expect(await patch(65_536)).toMatchObject({ status: 200 })
})

test('a course whose access is not said gets that of the settings in force', async () => {
  await api.patch(of('acme-prep'), { default_access: { months: 6, renewal: 'longest' } })
  const course = (name: string, more = {}) =>
    api.post('/api/courses', { organization: 'pune-north', name, display_name: 'Course', ...more })
  expect((await course('usual')).body).toMatchObject({ access: { months: 6 }, renewal: 'longest' })
  expect((await course('said', { access: null })).body).toMatchObject({ access: null, renewal: 'extend' })
  await api.patch(of('pune'), { default_access: { for_ever: true } })
  expect((await course('endless')).body).toMatchObject({ access: null, renewal: 'extend' })
})
