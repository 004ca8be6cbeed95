import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Connected, connectSchool } from '../../test/connections.ts'
import { forgetPerson } from '../users/erase/forget.ts'
import type { Worker } from '../workers/worker.ts'
import { claimConnections } from './queue.ts'

let it: Connected
let worker: Worker
beforeEach(async () => {
  it = await connectSchool()
  worker = it.startWorker()
})
afterEach(() => it.close())

const give = (email: string, changes = {}) => it.domain.provision(email, { courses: ['ielts'], ...changes })
const inADay = () => new Date(Math.floor(Date.now() / 1000) * 1000 + 86_400_000)

test('who is given a course has it there, by one call for the person and one for the course', async () => {
  await give('jane@example.com', { firstName: 'Jane', lastName: 'Roe' })
  await it.agreed(worker)
  expect(it.there('jane@example.com')).toMatchObject({
    user: { firstName: 'Jane', lastName: 'Roe', welcomed: false },
    ielts: { expiryDate: null, activatedAt: expect.any(Date) },
    gmat: null,
  })
  expect(it.theirs.calls).toHaveLength(2)
})

test('what is taken away is over there, and what is given again is open again', async () => {
  const { operationId } = await give('jane@example.com')
  await it.agreed(worker)
  await it.domain.undo(operationId)
  await it.agreed(worker)
  const { ielts } = it.there('jane@example.com')
  expect(Number(ielts?.expiryDate)).toBeLessThan(Date.now())
  await give('jane@example.com')
  await it.agreed(worker)
  expect(it.there('jane@example.com').ielts).toMatchObject({ expiryDate: null })
  expect(it.theirs.school.enrollments).toHaveLength(1)
})

test('who is there already is not made twice, and keeps what was bought there', async () => {
  const user = it.theirs.school.addUser({ email: 'Jane@Example.com', firstName: 'Janie', lastName: 'R.' })
  const until = inADay()
  it.theirs.school.enroll(user, it.courses.ielts.id, { activatedAt: new Date(), expiryDate: until })
  const { operationId } = await give('jane@example.com', { firstName: 'Jane' })
  await it.agreed(worker)
  expect(it.theirs.school.users.size).toBe(1)
  expect(it.there('Jane@Example.com')).toMatchObject({ user: { firstName: 'Janie' }, ielts: { expiryDate: null } })
  await it.domain.undo(operationId)
  await it.agreed(worker)
  expect(it.there('Jane@Example.com').ielts).toMatchObject({ expiryDate: until })
})

test('a hundred changes of one enrollment are one call', async () => {
  await give('jane@example.com')
  await it.agreed(worker)
  await worker.stop()
  for (let count = 0; count < 100; count++) {
    const { operationId } = await give('jane@example.com', { reference: `order-${count}` })
    await it.domain.undo(operationId)
  }
  const before = it.theirs.calls.length
  const another = it.startWorker()
  await it.agreed(another)
  expect(it.theirs.calls.length - before).toBe(0)
  expect(await it.due()).toEqual([])
})

test('what one of them will not have holds up nobody, and waits for somebody to look', async () => {
  it.theirs.faults.script({ method: 'POST', path: /^\/users$/, fault: { kind: 'status', status: 422 } })
  const { userId } = await give('ann@example.com')
  await it.agreed(worker)
  await give('bob@example.com')
  await it.agreed(worker)
  expect(it.there('bob@example.com').ielts).toBeDefined()
  expect(await it.due()).toMatchObject([{ user_id: userId, problem: [{ course: null, status: 422 }] }])
  expect(await it.read()).toMatchObject({ failing_since: null, refused_at: null })
})

test('a key that is not taken is not tried again', async () => {
  it.theirs.switches.plan = 'none'
  await give('jane@example.com')
  await expect.poll(async () => (await it.read()).refused_at, { timeout: 8000 }).toBeInstanceOf(Date)
  const before = it.theirs.calls.length
  await give('bob@example.com')
  worker.wake()
  await expect.poll(async () => (await it.due()).length).toBe(2)
  expect(it.theirs.calls).toHaveLength(before)
})

test('an answer that was lost makes nobody twice', async () => {
  it.theirs.faults.script({ method: 'POST', path: /^\/users$/, fault: { kind: 'cut', when: 'after' } })
  it.theirs.faults.script({
    method: 'POST',
    path: /^\/enrollments$/,
    fault: { kind: 'status', status: 500, when: 'after' },
  })
  const { operationId } = await give('jane@example.com')
  for (const count of [1, 2]) {
    await expect.poll(async () => (await it.due())[0], { timeout: 8000 }).toMatchObject({ attempts: count })
    it.later(60_000)
    worker.wake()
  }
  await it.agreed(worker)
  expect(it.theirs.school.users.size).toBe(1)
  expect(it.theirs.school.enrollments).toHaveLength(1)
  // And what was written without an answer is ours to take away.
  await it.domain.undo(operationId)
  await it.agreed(worker)
  expect(Number(it.there('jane@example.com').ielts?.expiryDate)).toBeLessThan(Date.now())
})

test('all of it is compared, and what differs is mended', async () => {
  const people = await Promise.all(['ann', 'bob', 'cid'].map(name => give(`${name}@example.com`)))
  await it.agreed(worker)
  const [ann, bob] = people.map(({ userId }) => userId)
  it.theirs.people.expire(it.enrolled('ann@example.com'))
  it.theirs.people.extend(it.enrolled('bob@example.com'), inADay())
  const before = it.theirs.calls.length
  await it.compareSoon()
  await it.agreed(worker)
  expect(it.there('ann@example.com').ielts).toMatchObject({ expiryDate: null })
  expect(it.there('bob@example.com').ielts).toMatchObject({ expiryDate: null })
  const after = it.theirs.calls.slice(before)
  expect(after.filter(({ method }) => method === 'PUT')).toHaveLength(2)
  expect(after.filter(({ path }) => path.startsWith('/users/'))).toEqual([])
  expect([ann, bob]).not.toContain(undefined)
  // Nothing differs now: pages are read, and nothing is written.
  const again = it.theirs.calls.length
  await it.compareSoon()
  await it.agreed(worker)
  expect(it.theirs.calls.slice(again).filter(({ method }) => method !== 'GET')).toEqual([])
})

test('of who is erased what we gave ends there, and no other name is told', async () => {
  const { operationId, userId } = await give('jane@example.com', { firstName: 'Jane', lastName: 'Roe' })
  await it.agreed(worker)
  await it.domain.undo(operationId)
  const person = { id: userId, ids: [userId], emails: ['jane@example.com'], name: 'Jane Roe' }
  await it.database.kysely.transaction().execute(transaction => forgetPerson(transaction, person, it.now()))
  await it.agreed(worker)
  expect(it.there('jane@example.com')).toMatchObject({ user: { firstName: 'Jane', lastName: 'Roe' } })
  expect(Number(it.enrolled('jane@example.com').expiryDate)).toBeLessThan(Date.now())
  expect(await it.due()).toEqual([])
})

test('nobody is called for an organization that is archived, nor on a connection that is paused or only tells us', async () => {
  await worker.stop()
  await give('jane@example.com')
  const { kysely, pool } = it.database
  const claim = async () => (await claimConnections(kysely, { room: 8, now: it.now(), after: 0, busy: [] })).length
  await pool.query('update organizations set archived_at = now()')
  expect(await claim()).toBe(0)
  await pool.query('update organizations set archived_at = null; update connections set paused_at = now()')
  expect(await claim()).toBe(0)
  await pool.query("update connections set paused_at = null, direction = 'in'")
  expect(await claim()).toBe(0)
  await pool.query("update connections set direction = 'out'")
  expect(await claim()).toBe(1)
  expect(await claim()).toBe(0)
})
