/** The law of a plan: what the plan of a list says is what doing the list does, whoever is in it and however few seats there are. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain, newcomer } from '../../test/domain.ts'
import type { Intent } from './intents/intent.ts'
import type { Outcome } from './intents/outcome.ts'

let db: TestDatabase
let acme: Domain
let lists = 0

const now = new Date('2026-12-01T10:00:00Z')

beforeAll(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db, { now: () => now })
})
afterAll(() => db.drop())

const one = fc.record({
  do: fc.constantFrom('invite' as const, 'invite' as const, 'seat' as const),
  who: fc.nat({ max: 40 }),
  team: fc.constantFrom('evening', 'morning'),
  product: fc.constantFrom('ielts', 'gmat', 'unheard-of'),
})

function toIntent({ do: what, who, team, product }: typeof one extends fc.Arbitrary<infer T> ? T : never): Intent {
  const person = newcomer(`p${who}-${lists}@example.com`)
  const actor = { kind: 'system' } as const
  const call = { actor, organizationId: acme.organizationId, source: 'test', ip: null, receivedAt: now }
  const teamId = acme.teams[team] ?? 0
  if (what === 'seat')
    return { ...person, call, team: { strategy: 'specific', team: teamId }, products: [product], from: 'seats' }
  const { email, firstName, lastName } = person
  const offer = { role: null, courses: [], products: [product], groups: [], from: 'seats' as const }
  return { kind: 'invite', call, email, firstName, lastName, teamId, ...offer, expiresAt: new Date('2027-01-01') }
}

const say = (outcome: Outcome | Error) => {
  if (outcome instanceof Error) throw outcome
  if (outcome.result === 'refused') return outcome.problems.map(({ code, field, value }) => ({ code, field, value }))
  return 'waitingFor' in outcome ? [outcome.result, ...outcome.waitingFor] : outcome.result
}

test('the plan of a list is what doing it does, and seats go in the order of the list', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(one, { minLength: 1, maxLength: 80, size: 'max' }),
      fc.integer({ min: 1, max: 12 }),
      async (asked, seats) => {
        lists++
        const { pool } = db.database
        await pool.query('truncate seats cascade')
        for (const teamId of Object.values(acme.teams))
          for (const product of ['ielts', 'gmat'])
            await acme.tryTo({
              ...{ kind: 'change_seats', teamId, product, change: { add: seats } },
              ...{ reclaim: null, reference: `${lists}` },
            })
        const intents = asked.map(toIntent)
        const planned = await acme.engine.plan(intents)
        const done = await acme.engine.runList(intents)
        expect(done.map(say)).toEqual(planned.outcomes.map(say))
        for (const { teamId, product, after } of planned.seatCounts) {
          const { rows } = await pool.query(
            'select quantity, used from seats join products on products.id = product_id where team_id = $1 and name = $2',
            [teamId, product],
          )
          expect(rows).toEqual([{ quantity: after.quantity, used: after.used }])
        }
        expectFirstServed(intents, done)
      },
    ),
    { numRuns: 12, endOnFailure: true },
  )
})

/** Nobody was invited onto a seat after somebody was refused one of the same; who was spoken of before may hold one. */
function expectFirstServed(intents: readonly Intent[], done: readonly (Outcome | Error)[]): void {
  const out = new Set<string>()
  const spokenOf = new Set<string | null>()
  for (const [index, intent] of intents.entries()) {
    if (!('email' in intent) || spokenOf.has(intent.email)) continue
    spokenOf.add(intent.email)
    if (intent.kind !== 'invite') continue
    const outcome = done[index] as Outcome
    const pile = `${intent.teamId} ${intent.products}`
    if (outcome.result !== 'refused') expect(out).not.toContain(pile)
    else if (outcome.problems.some(({ code }) => code === 'no_seats_left')) out.add(pile)
  }
}

test('who asks for a thing or two while a long list is done does not wait for the end of it', async () => {
  const intent = toIntent({ do: 'seat', who: 1, team: 'evening', product: 'ielts' })
  const courses = Array.from({ length: 50 }, (_, n) => `nothing-${n}`)
  const long = Array.from({ length: 1000 }, (_, n) => ({ ...intent, email: `b${n}@example.com`, courses }) as Intent)
  const short = ['c', 'd'].map(name => ({ ...intent, email: `${name}@example.com` }) as Intent)
  const order: string[] = []
  const bulk = acme.engine.runList(long).then(() => order.push('long list'))
  await acme.engine.submit(intent).then(() => order.push('one'))
  await acme.engine.runList(short).then(() => order.push('short list'))
  await bulk
  expect(order).toEqual(['one', 'short list', 'long list'])
})
