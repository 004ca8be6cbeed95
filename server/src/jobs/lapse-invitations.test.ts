import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'
import { createInvitations, type Invitations } from '../../test/invitations.ts'
import { createEngine } from '../provisioning/engine.ts'
import { lapseInvitations } from './lapse-invitations.ts'

let db: TestDatabase
let acme: Domain
let invitations: Invitations
let clock: Date

const start = new Date('2026-12-01T10:00:00Z')

beforeEach(async () => {
  clock = start
  db = await createTestDatabase()
  acme = await createDomain(db, { now: () => clock })
  invitations = createInvitations(db, acme, () => clock)
})
afterEach(() => db.drop())

const later = (days: number, minutes = 0) => {
  clock = new Date(start.getTime() + (days * 24 * 60 + minutes) * 60_000)
}

const openEngine = () =>
  createEngine({ pool: db.database.pool, passwordLinkDays: 7, now: () => clock, onMail: () => {} })

test('what invitations kept is free once their time is over, and each is noted once, however many servers look', async () => {
  await acme.ask({
    kind: 'change_seats',
    teamId: acme.teams.evening ?? 0,
    product: 'ielts',
    change: { add: 300 },
    reclaim: null,
    reference: null,
  })
  const emails = Array.from({ length: 299 }, (_, index) => `learner${index}@example.com`)
  await Promise.all(emails.map(email => invitations.send(email, { products: ['ielts'], days: 3 })))
  const kept = await invitations.send('late@example.com', { products: ['ielts'], days: 4 })
  later(3, -1)
  await lapseInvitations({ engine: acme.engine, database: db.database }, clock)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 300, used: 300 })

  later(3)
  const engines = [acme.engine, openEngine(), openEngine()]
  await Promise.all(engines.map(engine => lapseInvitations({ engine, database: db.database }, clock)))
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 300, used: 1 })
  await lapseInvitations({ engine: acme.engine, database: db.database }, clock)
  const { rows } = await db.database.pool.query(
    `select count(*), count(distinct user_id) as people, min(result) as result from operations where kind = 'lapse_invitation'`,
  )
  expect(rows).toEqual([{ count: 299, people: 299, result: 'changed' }])
  expect(await invitations.accept(kept)).toMatchObject({ result: 'changed' })
})
