/**
 * Whatever happens here and there, in whatever order, and whatever goes wrong on the way: in the end both agree, nobody was made
 * twice, nothing that was bought there was taken away, and the limit was kept.
 */
import { expect, test } from 'vitest'
import { type Connected, connectSchool } from '../../test/connections.ts'
import { seeded } from '../../test/thinkific/clock.ts'
import type { Worker } from '../workers/worker.ts'

const people = ['ann', 'bob', 'cid', 'dan'].map(name => `${name}@example.com`)
const day = 24 * 60 * 60 * 1000

test.each([1, 2, 3, 4, 5, 6])('play %i', { timeout: 60_000 }, async seed => {
  const it = await connectSchool()
  try {
    await play(it, seeded(seed))
  } finally {
    await it.close()
  }
})

async function play(it: Connected, random: () => number) {
  const pick = <Thing>(things: readonly Thing[]) => things[Math.floor(random() * things.length)] as Thing
  const given = new Map<string, number[]>(people.map(email => [email, []]))
  const bought = new Map<string, Date | null>() // until when; null: for ever
  let worker = it.startWorker()

  const steps: (() => unknown)[] = [
    async function give() {
      const email = pick(people)
      const { operationId } = await it.domain.provision(email, { courses: ['ielts'] })
      given.get(email)?.push(operationId)
    },
    async function takeBack() {
      const operationId = given.get(pick(people))?.pop()
      if (operationId !== undefined) await it.domain.undo(operationId)
    },
    async function buy() {
      await restart(() => buyThere())
    },
    async function endThere() {
      await restart(() => endThereNow())
    },
    function goWrong() {
      it.theirs.faults.byChance(random, pick([0, 0.1, 0.4]))
    },
    () => it.compareSoon(),
    () => it.later(pick([1000, 30_000, 20 * 60_000])),
    async function killAndStart() {
      await worker.stop({ grace: 0 })
      // A call ends long before a claim does.
      await expect.poll(it.theirs.underWay).toBe(0)
      it.later(61_000) // so long its claim holds
      worker = it.startWorker()
    },
    () => it.due(),
    () => worker.wake(),
  ]
  function buyThere() {
    const email = pick(people)
    const user =
      it.there(email).user ?? it.theirs.people.signUp({ email: email.toUpperCase(), firstName: 'There', lastName: '' })
    const days = pick([3, 30, null])
    const before = it.theirs.school.findEnrollment(user.id, it.courses.ielts.id)
    // What was had for ever looks the same when it is bought for ever: nothing but the order tells.
    if (before && (days === null || before.expiryDate === null)) return
    const of = { type: 'Course', id: it.courses.ielts.id } as const
    it.theirs.people.buy(user, { ...{ id: 1, of, name: 'IELTS', price: 49, days }, status: 'published' })
    bought.set(email, it.theirs.school.findEnrollment(user.id, it.courses.ielts.id)?.expiryDate ?? null)
  }

  function endThereNow() {
    const email = pick(people)
    const { ielts } = it.there(email)
    if (!ielts) return
    it.theirs.people.expire(ielts)
    bought.delete(email)
  }

  /** What others change between our look and our writing is overwritten, since a platform knows no conditions: nobody is at it then. */
  async function restart(meanwhile: () => void) {
    await worker.stop()
    await expect.poll(it.theirs.underWay).toBe(0)
    meanwhile()
    worker = it.startWorker()
  }

  for (let count = 0; count < 60; count++) await pick(steps)()

  it.theirs.faults.none()
  await settle(it, worker)
  const writes = () => it.theirs.calls.filter(({ method }) => method !== 'GET').length
  const before = writes()
  await settle(it, worker)
  expect(writes()).toBe(before)

  for (const email of people) {
    const { user, ielts } = it.there(email)
    const isWanted = (await it.domain.access(email).catch(() => ({}) as Record<string, string>)).ielts === 'active'
    const own = bought.get(email)
    const until = ielts ? ielts.expiryDate : new Date(0)
    const least = isWanted ? null : own
    if (least === undefined) expect(until !== null && until <= it.now(), `${email} has what nobody gave`).toBe(true)
    else if (least === null) expect(until, `${email} for ever`).toBeNull()
    else expect(until && until >= least, `${email} keeps what was bought`).not.toBe(false)
    const alike = [...it.theirs.school.users.values()].filter(one => one.email.toLowerCase() === email)
    expect(alike.length).toBe(user ? 1 : 0)
  }
  expect(it.theirs.limit).toMatchObject({ passed: 0 })
  expect(it.theirs.limit.mostAtOnce).toBeLessThanOrEqual(10)
}

/** What was to be tried again later is tried, and all of it is compared. */
async function settle(it: Connected, worker: Worker) {
  for (let round = 0; round < 2; round++) {
    it.later(day)
    await it.compareSoon()
    await it.agreed(worker, { hurry: 200 })
  }
}
