/** Whatever is asked of the real server, in whatever order and at the same time: the ledger is sound, and undoing undoes. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { expectSoundLedger } from '../../test/ledger.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
const teams: Record<string, number> = {}
const groups: Record<string, number> = {}
const users: Record<string, number> = {}

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const name of ['evening', 'morning']) teams[name] = (await api.post('/api/teams', { name })).body.id
  for (const name of ['readers', 'writers']) groups[name] = (await api.post('/api/groups', { name })).body.id
  for (const name of ['ann', 'bob', 'cid'])
    users[name] = (await api.post('/api/provision', { user: person(name), send_welcome_email: false })).body.user.id
})
afterAll(() => usher.close())

const person = (name: string) => ({ email: `${name}@example.com`, first_name: name })
const who = fc.constantFrom('ann', 'bob', 'cid')
const team = fc.constantFrom('evening', 'morning')
const group = fc.constantFrom('readers', 'writers')
const course = fc.constantFrom('ielts', 'gmat')
const quantity = fc.integer({ min: 1, max: 3 })
const back = fc.nat({ max: 5 })

const step = fc.oneof(
  fc.record({ do: fc.constant('provision' as const), who, course }),
  fc.record({ do: fc.constant('sit' as const), who, team, course }),
  fc.record({ do: fc.constant('addSeats' as const), team, course, quantity }),
  fc.record({ do: fc.constant('setSeats' as const), back, quantity }),
  fc.record({ do: fc.constant('moveSeats' as const), back, team, quantity }),
  fc.record({ do: fc.constant('leaveTeam' as const), who, team }),
  fc.record({ do: fc.constant('joinGroup' as const), who, group }),
  fc.record({ do: fc.constant('leaveGroup' as const), who, group }),
  fc.record({ do: fc.constant('attach' as const), group, course }),
  fc.record({ do: fc.constant('detach' as const), group, course }),
  fc.record({ do: fc.constant('order' as const), who, team, course, quantity }),
  fc.record({ do: fc.constant('refund' as const), back }),
  fc.record({ do: fc.constant('revoke' as const), back }),
  fc.record({ do: fc.constant('extend' as const), back }),
  fc.record({ do: fc.constant('hold' as const), back }),
  fc.record({ do: fc.constant('undo' as const), back }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

test('any interleaving of calls leaves access the fold of the ledger, and every count right', {
  timeout: 120_000,
}, async () => {
  const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 8, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(rounds, async list => {
      for (const round of list) {
        const answers = await Promise.all(round.map(take))
        expect(answers.map(answer => answer.status).filter(status => status >= 500)).toEqual([])
      }
      await expectSoundLedger(usher.database.pool, new Date())
    }),
    { numRuns: 8, endOnFailure: true },
  )
})

test('undoing an operation restores what was explained before it, and undoing that what was after it', {
  timeout: 120_000,
}, async () => {
  let undone = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 8 }),
      step,
      who,
      course,
      async (steps, last, who, course) => {
        for (const one of steps) await take(one)
        const before = await explain(who, course)
        const operation = (await take(last)).headers.get('usher-operation')
        const after = await explain(who, course)
        if (operation === null || last.do === 'undo') return
        const answer = await api.post(`/api/operations/${operation}/undo`)
        if (answer.status !== 200) return // what cannot be undone says so
        undone++
        expect(await explain(who, course)).toEqual(before)
        const again = await api.post(`/api/operations/${answer.headers.get('usher-operation')}/undo`)
        if (again.status === 200) expect(await explain(who, course)).toEqual(after)
        await expectSoundLedger(usher.database.pool, new Date())
      },
    ),
    { numRuns: 40, endOnFailure: true },
  )
  expect(undone).toBeGreaterThan(5)
})

/** Whether there is access, until when, and by which grants. Those of the undone operation are there no more, but revoked. */
async function explain(name: string, course: string) {
  const { body } = await api.get(`/api/explain?user=${users[name]}&course=${course}`)
  const grants = body.grants.filter((grant: { stands: boolean }) => grant.stands)
  const { status = null, starts_at = null, ends_at = null } = body.enrollment ?? {}
  return status === 'revoked' || status === null
    ? { grants: grants.map((grant: { id: number }) => grant.id) }
    : { status, starts_at, ends_at, grants: grants.map((grant: { id: number }) => grant.id) }
}

/** A step for which nothing is there is refused, and a step all the same. */
async function take(step: Step) {
  const external_ref = Math.random().toString(36)
  switch (step.do) {
    case 'provision':
      return api.post('/api/provision', { user: person(step.who), courses: [step.course], external_ref })
    case 'sit': {
      const team = { strategy: 'specific', id: teams[step.team] }
      return api.post('/api/provision', { user: person(step.who), team, courses: [step.course], from: 'seats' })
    }
    case 'addSeats':
      return api.post(`/api/teams/${teams[step.team]}/seats`, {
        product: step.course,
        quantity: step.quantity,
        external_ref,
      })
    case 'setSeats':
      return api.patch(`/api/seats/${await pick('seats', step.back)}`, { to: step.quantity, reclaim: 'newest' })
    case 'moveSeats': {
      const move = { team: teams[step.team], quantity: step.quantity }
      return api.post(`/api/seats/${await pick('seats', step.back)}/move`, move)
    }
    case 'leaveTeam':
      return api.delete(`/api/teams/${teams[step.team]}/members/${users[step.who]}`)
    case 'joinGroup':
      return api.post('/api/provision', { user: person(step.who), groups: [step.group] })
    case 'leaveGroup':
      return api.delete(`/api/groups/${groups[step.group]}/members/${users[step.who]}`)
    case 'attach':
      return api.post(`/api/groups/${groups[step.group]}/courses`, { courses: [step.course] })
    case 'detach':
      return api.delete(`/api/groups/${groups[step.group]}/courses/${step.course}`)
    case 'order': {
      const lines = [{ product: step.course, seats: step.quantity }, { product: step.course }]
      return api.post('/api/orders', {
        team: teams[step.team],
        user: person(step.who),
        lines,
        payment: 'external',
        external_ref,
      })
    }
    case 'refund':
      return api.post(`/api/orders/${await pick('orders', step.back)}/refund`, {
        reason: 'changed their mind',
        reclaim: 'newest',
      })
    case 'revoke':
      return api.post(`/api/enrollments/${await pick('enrollments', step.back)}/revoke`, { reason: 'a mistake' })
    case 'extend':
      return api.post(`/api/enrollments/${await pick('enrollments', step.back)}/extend`, { access: { days: 10 } })
    case 'hold':
      return api.post(`/api/enrollments/${await pick('enrollments', step.back)}/suspend`)
    case 'undo':
      return api.post(`/api/operations/${await pick('operations', step.back)}/undo`)
  }
}

/** The id of one of the latest. */
async function pick(table: string, back: number): Promise<number> {
  const { rows } = await usher.database.pool.query(`select id from ${table} order by id desc offset $1 limit 1`, [back])
  return rows[0]?.id ?? 1
}
