import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openWebhooks, type Webhooks } from '../../test/webhooks.ts'
import type { Reader } from '../db/database.ts'
import { forgetPerson } from '../users/erase/forget.ts'
import { claimWebhooks, release, settle } from './queue.ts'

let it: Webhooks
let webhook: number
beforeEach(async () => {
  it = await openWebhooks()
  webhook = await it.add('https://hooks.example.com', { events: ['user.created'] })
})
afterEach(() => it.close())

const claim = (reader: Reader, now = it.now()) =>
  claimWebhooks(reader, { room: 6, now, after: 0, busy: [] }, { slow: false, most: 6 })

test('a webhook is claimed by one, and whoever comes meanwhile goes on without waiting', async () => {
  await it.acme.provision('jane@example.com')
  const { kysely } = it.database
  await kysely.transaction().execute(async transaction => {
    expect(await claim(transaction)).toMatchObject([{ id: webhook }])
    expect(await claim(kysely)).toEqual([])
  })
  expect(await claim(kysely)).toEqual([])
})

test('what is not due yet claims nothing', async () => {
  await it.acme.provision('jane@example.com')
  const { kysely } = it.database
  const before = new Date(it.now().getTime() - 1)
  expect(await claim(kysely, before)).toEqual([])
})

test('who claims it again, after the time of the first, is the one whose word counts', async () => {
  await it.acme.provision('jane@example.com')
  const { kysely } = it.database
  const [first] = await claim(kysely)
  it.later(61_000)
  const [second] = await claim(kysely)
  if (!first || !second) throw new Error('it was not claimed')
  await release(kysely, first)
  expect(await it.read(webhook)).toMatchObject({ claimed_at: second.claimedAt })
  expect(second.first).toMatchObject({ type: 'user.created', organization: 'acme' })
  await release(kysely, second)
  expect(await it.read(webhook)).toMatchObject({ claimed_at: null })
})

test('many deliveries that are written down while their person is being erased keep nothing of the person', async () => {
  for (let more = 0; more < 5; more++) await it.add('https://hooks.example.com', { events: ['user.created'] })
  const email = 'jane@example.com'
  const { userId: id } = await it.acme.provision(email)
  const { kysely } = it.database
  const claimed = await claim(kysely)
  const told = { isDelivered: true, dueAt: null, pausedUntil: null, isEnd: false, isEndOfAll: false, milliseconds: 1 }
  const settlement = { ...told, status: 200, answer: `welcome, ${email}`, error: null }
  const settleAll = () =>
    claimed.map(webhook => {
      if (!webhook.first) throw new Error('nothing is due')
      return settle(it.database, webhook, { ...webhook.first, body: `{"email":"${email}"}` }, settlement, it.now())
    })
  const settling = await kysely.transaction().execute(async transaction => {
    await forgetPerson(transaction, { id, ids: [id], emails: [email], name: '' }, it.now())
    const all = settleAll()
    await vi.waitFor(async () => expect(await countWaiting()).toBe(6), { timeout: 8000, interval: 10 })
    return all
  })
  await Promise.all(settling)
  expect(await it.deliveries()).toMatchObject(
    Array.from({ length: 6 }, () => ({ delivered_at: it.now(), status: 200, body: null, answer: null })),
  )
})

async function countWaiting(): Promise<number> {
  const { rows } = await it.database.pool.query(
    `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0].count
}
