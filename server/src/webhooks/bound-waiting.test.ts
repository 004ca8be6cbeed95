import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWebhooks, type Webhooks } from '../../test/webhooks.ts'
import { boundWaiting } from './bound-waiting.ts'

let it: Webhooks
beforeEach(async () => {
  it = await openWebhooks()
})
afterEach(() => it.close())

const url = 'https://hooks.example.com'
const listen = () => it.add(url, { events: ['user.created'] })
const bound = (webhook: number, organization = 1000) => boundWaiting(it.database, it.now(), { webhook, organization })
const full = async () => {
  const { rows } = await it.database.pool.query('select id from webhooks where full_since is not null order by id')
  return rows.map(({ id }) => id)
}
const logged = async () => {
  const { rows } = await it.database.pool.query(
    `select operations.kind, array_agg(object_id order by object_id) as ids from operations join changes on changes.operation_id = operations.id
      where operations.kind like '%_webhook' group by 1 order by 1`,
  )
  return rows
}
async function add(count: number): Promise<void> {
  const { rows } = await it.database.pool.query('select count(*) from users')
  for (let next = 1; next <= count; next++) await it.acme.provision(`p${rows[0].count + next}@example.com`)
}

test('what happens is kept once, however many are told of it', async () => {
  const webhooks = [await listen(), await listen(), await listen()]
  await add(2)
  const { rows: events } = await it.database.pool.query(
    `select id, data -> 'user' ->> 'email' as email from events order by id`,
  )
  expect(events.map(({ email }) => email)).toEqual(['p1@example.com', 'p2@example.com'])
  const deliveries = await it.deliveries()
  expect(deliveries.map(({ webhook_id, event_id }) => [event_id, webhook_id]).sort()).toEqual(
    events.flatMap(({ id }) => webhooks.map(webhook => [id, webhook])),
  )
})

test('for whom too much waits nothing more is queued until half of it is told, and the log says so', async () => {
  const [slow, quick] = [await listen(), await listen()]
  await add(3)
  await it.database.pool.query('update deliveries set due_at = null where webhook_id = $1', [quick])
  await bound(4)
  expect(await full()).toEqual([])
  await add(1)
  await bound(4)
  await bound(4)
  expect(await full()).toEqual([slow])
  await add(1)
  expect((await it.deliveries()).filter(row => row.webhook_id === slow)).toHaveLength(4)
  expect((await it.deliveries()).filter(row => row.webhook_id === quick)).toHaveLength(5)
  await it.database.pool.query(
    'update deliveries set due_at = null where id = (select min(id) from deliveries where webhook_id = $1)',
    [slow],
  )
  await bound(4)
  expect(await full()).toEqual([slow])
  await it.database.pool.query('update deliveries set due_at = null')
  await bound(4)
  expect(await full()).toEqual([])
  await add(1)
  expect((await it.deliveries()).filter(row => row.webhook_id === slow)).toHaveLength(5)
  expect(await logged()).toMatchObject([
    { kind: 'empty_webhook', ids: [slow] },
    { kind: 'fill_webhook', ids: [slow] },
  ])
})

test('of too much that waits in an organization, those for which most does are full', async () => {
  const first = await listen()
  await add(4)
  const second = await listen()
  await add(1)
  expect((await it.deliveries()).filter(row => row.webhook_id === second)).toHaveLength(1)
  await bound(100, 6)
  expect(await full()).toEqual([first])
})
