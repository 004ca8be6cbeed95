/** What befalls an account, in every organization that the person belongs to and in no other. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { runUsherJson } from '../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { startReceiver } from '../../test/webhook-receiver.ts'
import { createEmailLinks } from '../lib/links/email-links.ts'

const secretKey = 'a secret key of these tests, long enough'
let usher: TestServer
let home: Api
const keys: Record<string, Api> = {}
let count = 0

beforeAll(async () => {
  usher = await startTestServer({ secretKey })
  home = await openApi(usher)
  for (const slug of ['pune', 'delhi', 'agra']) {
    await home.post('/api/organizations', { name: slug, slug })
    keys[slug] = await openApi(usher, { organization: slug })
    expect(await listen(slug)).toMatchObject({ status: 201 })
  }
})
afterAll(() => usher.close())
beforeEach(async () => {
  count++
  await usher.database.pool.query('truncate events, deliveries')
})

const listen = (slug: string, url = 'https://hooks.example.com/x') =>
  home.post('/api/webhooks', {
    ...{ organization: slug, url },
    events: ['user.email_changed', 'user.merged', 'user.merge_undone', 'user.erased'],
  })
const at = (name: string) => `${name}-${count}@example.com`
const query = async (text: string, ...values: unknown[]) => (await usher.database.pool.query(text, values)).rows
const add = async (slug: string, name: string, more: object = {}) =>
  (await keys[slug]?.post('/api/users', { email: at(name), first_name: 'Jane', last_name: 'Doe', ...more }))?.body.id
const invite = async (slug: string, name: string) =>
  (await keys[slug]?.post('/api/invitations', { email: at(name), first_name: 'J.' }))?.body.user_id
const jane = (id: number, name: string) => ({ id, email: at(name), first_name: 'Jane', last_name: 'Doe' })

/** Who is told what, by what it came of. */
async function told() {
  return query(`select slug, type, operation_id as operation, data from deliveries
    join events on events.id = event_id join webhooks w on w.id = webhook_id
    join organizations o on o.id = w.organization_id and o.id = events.organization_id order by slug, events.id`)
}

test('another address is told to each organization that knew the one before', async () => {
  const id = await add('pune', 'jane')
  await keys.pune?.patch(`/api/users/${id}`, { email: at('new') })
  const [{ operation }] = await query(`select max(id) as operation from operations where kind = 'update_user'`)
  const data = { user: jane(id, 'new'), earlier_email: at('jane') }
  expect(await told()).toEqual([{ slug: 'pune', type: 'user.email_changed', operation, data }])
  await keys.pune?.patch(`/api/users/${id}`, { email: at('new'), first_name: 'Janet' })
  expect(await told()).toHaveLength(1)
})

test('who only invited somebody hears nothing of an address that the person alone has changed', async () => {
  const id = await add('pune', 'kim')
  expect(await add('delhi', 'kim')).toBe(id)
  expect(await invite('agra', 'kim')).toBe(id)
  const links = createEmailLinks({ secretKey, publicUrl: usher.url })
  await query(
    `update users set wanted_email = $2, wanted_email_link_id = 7, wanted_email_until = now() + interval '1 day' where id = $1`,
    ...[id, at('own')],
  )
  const token = links.mailedUrl(id, 7).split('/').at(-1)
  expect(await fetch(`${usher.url}/api/email-changes/${token}`, { method: 'POST' })).toMatchObject({ status: 200 })
  const data = { user: jane(id, 'own'), earlier_email: at('kim') }
  const event = { type: 'user.email_changed', operation: null, data }
  expect(await told()).toEqual([
    { slug: 'delhi', ...event },
    { slug: 'pune', ...event },
  ])

  await query('truncate events, deliveries')
  await runUsherJson(usher.databaseUrl, ['user', 'change-email', '--email', at('own'), '--to', at('last')])
  const [invited, ...members] = await told()
  expect(invited.data).toEqual({
    user: { id, email: at('last'), first_name: 'J.', last_name: '' },
    earlier_email: at('kim'),
  })
  expect(members.map(row => [row.slug, row.data.user.email, row.data.earlier_email])).toEqual([
    ['delhi', at('last'), at('own')],
    ['pune', at('last'), at('own')],
  ])
}, 60_000)

test('a merge, and its undoing, is told where the account that went away belonged', async () => {
  const kept = await add('pune', 'kept')
  const away = await add('delhi', 'away')
  await invite('agra', 'away')
  const { body } = await home.post(`/api/users/${kept}/merge`, { with: away })
  const merged = { id: away, email: at('away') }
  expect(await told()).toEqual([
    {
      ...{ slug: 'agra', type: 'user.merged', operation: null },
      data: { user: { id: kept, email: at('kept'), first_name: 'J.', last_name: '' }, merged },
    },
    { slug: 'delhi', type: 'user.merged', operation: null, data: { user: jane(kept, 'kept'), merged } },
  ])

  await query('truncate events, deliveries')
  expect(await home.post(`/api/operations/${body.operation_id}/undo`)).toMatchObject({ status: 200 })
  const [inAgra, inDelhi, ...others] = await told()
  expect([inAgra.data.user, inDelhi.data, others]).toEqual([
    { id: away, email: at('away'), first_name: 'J.', last_name: '' },
    { user: jane(away, 'away'), parted_from: { id: kept } },
    [],
  ])
})

test('a merge of two who are in one organization is told there with its operation', async () => {
  const [kept, away] = [await add('pune', 'one'), await add('pune', 'two')]
  const merged = await keys.pune?.post(`/api/users/${kept}/merge`, { with: away })
  const operation = merged?.body.operation_id
  expect(await told()).toMatchObject([{ slug: 'pune', type: 'user.merged', operation }])
  const undone = await keys.pune?.post(`/api/operations/${operation}/undo`)
  expect((await told())[1]).toMatchObject({ type: 'user.merge_undone', operation: undone?.body.operation_id })
})

test('who is erased is told by an id alone, and out of what was told before the addresses go', async () => {
  const id = await add('pune', 'eva')
  await add('delhi', 'eva')
  const other = await add('pune', 'eve')
  await home.patch(`/api/users/${id}`, { email: at('eva-new') })
  await home.post(`/api/users/${id}/merge`, { with: other })
  await home.post(`/api/users/${id}/erase`)
  expect((await told()).filter(({ type }) => type === 'user.erased').map(({ slug, data }) => [slug, data])).toEqual([
    ['delhi', { user: { id } }],
    ['pune', { user: { id } }],
  ])
  expect(JSON.stringify(await query('select * from events'))).not.toMatch(/ev[ae]|Jane|Doe/)
  expect(JSON.stringify(await query('select body, answer from deliveries'))).not.toMatch(/ev[ae]|Jane|Doe/)
})

test('who is above is told of those below, once for each organization', async () => {
  const receiver = await startReceiver()
  const { body: webhook } = await listen('acme-prep', receiver.url)
  const id = await add('pune', 'ida')
  await home.patch(`/api/users/${id}`, { email: at('ida-new') })
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 8000 })
  expect(receiver.received[0]?.body).toMatchObject({
    ...{
      type: 'user.email_changed',
      organization: 'pune',
      data: { user: jane(id, 'ida-new'), earlier_email: at('ida') },
    },
  })
  await home.delete(`/api/webhooks/${webhook.id}`)
  await receiver.close()
})
