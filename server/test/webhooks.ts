/** Webhooks on a database of their own, with workers, receivers, and a clock that only the test moves. */
import pino from 'pino'
import { expect, vi } from 'vitest'
import { northpassFormat } from '../src/dialects/northpass/webhooks.ts'
import { eventTypeNames } from '../src/lib/event-types.ts'
import { seal } from '../src/lib/seal.ts'
import { usherFormat } from '../src/webhooks/format.ts'
import { createWebhookSender } from '../src/webhooks/send.ts'
import { createWebhookWorker } from '../src/webhooks/worker.ts'
import type { Worker } from '../src/workers/worker.ts'
import { createTestDatabase } from './database.ts'
import { createDomain } from './domain.ts'
import { type Receiver, startReceiver } from './webhook-receiver.ts'

const config = { secretKey: 'a secret key of the tests, long enough', publicUrl: 'https://learn.example.com' }
export const whsec = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
export const hours = (count: number) => count * 60 * 60_000

export type Webhooks = Awaited<ReturnType<typeof openWebhooks>>

export async function openWebhooks() {
  const db = await createTestDatabase()
  const { database } = db
  let time = new Date('2026-12-01T10:00:00Z')
  const acme = await createDomain(db, { now: () => time })
  const closing: (() => Promise<unknown>)[] = []
  const formats = { usher: usherFormat, northpass: northpassFormat({ database, config }) }

  const read = (id: number) =>
    database.kysely.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const deliveries = () =>
    database.kysely
      .selectFrom('deliveries')
      .innerJoin('events', 'events.id', 'deliveries.event_id')
      .selectAll('deliveries')
      .select([
        'events.type as event',
        'events.data',
        'events.organization_id',
        'events.operation_id',
        'events.user_id',
      ])
      .orderBy('deliveries.id')
      .execute()

  return {
    ...{ database, acme, read, deliveries, url: db.url },
    now: () => time,

    async startReceiver(): Promise<Receiver> {
      const receiver = await startReceiver()
      closing.push(receiver.close)
      return receiver
    },

    async add(
      url: string,
      {
        secret = whsec,
        ...changes
      }: { secret?: string; events?: string[]; format?: string; organization_id?: number } = {},
    ): Promise<number> {
      const row = { organization_id: acme.organizationId, format: 'usher', events: [...eventTypeNames], ...changes }
      const { id } = await database.kysely
        .insertInto('webhooks')
        .values({ ...row, url, secret: seal(secret, config.secretKey) })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    startWorker({ timeout = 5000 } = {}): Worker {
      const sender = createWebhookSender({ loopback: true, private: false }, { timeout })
      const log = pino({ level: 'silent' })
      const worker = createWebhookWorker({ database, formats, sender, config, log, now: () => time, chance: () => 0 })
      worker.start()
      closing.push(() => worker.stop({ grace: 0 }).then(sender.close))
      return worker
    },

    /** Lets time pass, and the worker look. */
    later(milliseconds: number, worker?: Worker): void {
      time = new Date(time.getTime() + milliseconds)
      worker?.wake()
    },

    /** Waits until so many deliveries have been told. */
    async told(count: number) {
      const isTold = async () => expect((await deliveries()).filter(row => row.delivered_at)).toHaveLength(count)
      await vi.waitFor(isTold, { timeout: 8000, interval: 10 })
    },

    async close(): Promise<void> {
      for (const close of closing.reverse()) await close()
      await db.drop()
    },
  }
}
