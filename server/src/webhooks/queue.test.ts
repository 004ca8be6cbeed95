import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWebhooks, type Webhooks } from '../../test/webhooks.ts'
import { claimWebhooks, findFirstDue, release } from './queue.ts'

let it: Webhooks
let webhook: number
beforeEach(async () => {
  it = await openWebhooks()
  webhook = await it.add('https://hooks.example.com', { events: ['user.created'] })
})
afterEach(() => it.close())

test('a webhook is claimed by one, and whoever comes meanwhile goes on without waiting', async () => {
  await it.acme.provision('jane@example.com')
  const { kysely } = it.database
  await kysely.transaction().execute(async transaction => {
    expect(await claimWebhooks(transaction, 5, it.now())).toMatchObject([{ id: webhook }])
    expect(await claimWebhooks(kysely, 5, it.now())).toEqual([])
  })
  expect(await claimWebhooks(kysely, 5, it.now())).toEqual([])
})

test('what is not due yet claims nothing', async () => {
  await it.acme.provision('jane@example.com')
  const { kysely } = it.database
  const before = new Date(it.now().getTime() - 1)
  expect(await claimWebhooks(kysely, 5, before)).toEqual([])
})

test('who claims it again, after the time of the first, is the one whose word counts', async () => {
  await it.acme.provision('jane@example.com')
  const { kysely } = it.database
  const [first] = await claimWebhooks(kysely, 5, it.now())
  it.later(61_000)
  const [second] = await claimWebhooks(kysely, 5, it.now())
  if (!first || !second) throw new Error('it was not claimed')
  await release(kysely, first)
  expect(await it.read(webhook)).toMatchObject({ claimed_at: second.claimedAt })
  expect(await findFirstDue(kysely, [webhook], it.now())).toMatchObject([
    { type: 'user.created', organization: 'acme' },
  ])
  await release(kysely, second)
  expect(await it.read(webhook)).toMatchObject({ claimed_at: null })
})
