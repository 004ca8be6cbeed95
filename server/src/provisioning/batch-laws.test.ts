import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBatch } from './batch.ts'

interface Call {
  readonly number: number
  readonly person: string
  readonly fails: boolean
  /** Turns of the event loop until the next call comes in. */
  readonly pause: number
}

const someCalls: fc.Arbitrary<Call[]> = fc
  .array(
    fc.record({
      person: fc.constantFrom('Ana', 'Bob', 'Cid', 'Dan'),
      fails: fc.constantFrom(false, false, false, true),
      pause: fc.constantFrom(0, 0, 1, 5),
    }),
    { maxLength: 30, size: 'max' },
  )
  .map(calls => calls.map((call, number) => ({ ...call, number })))
const someLimits = fc.record({
  maxSet: fc.integer({ min: 1, max: 6 }),
  worthAnother: fc.integer({ min: 1, max: 3 }),
  maxUnderWay: fc.integer({ min: 1, max: 3 }),
})
type Limits = typeof someLimits extends fc.Arbitrary<infer Some> ? Some : never

test('whatever comes in, each call gets its own answer or its own failure', async () => {
  await forAll(async (calls, limits) => {
    const { answers } = await submitAll(calls, limits)
    expect(answers).toEqual(calls.map(call => (call.fails ? [call] : call)))
  })
})

test('one person’s calls are done in their order, and never in two sets at the same time', async () => {
  await forAll(async (calls, limits) => {
    const { done, underWay } = await submitAll(calls, limits)
    const byPerson = (list: readonly Call[]) => Object.groupBy(list, call => call.person)
    expect(byPerson(done)).toEqual(byPerson(calls.filter(call => !call.fails)))
    for (const sets of underWay) {
      const people = sets.flatMap(set => [...new Set(set.map(call => call.person))])
      expect(people).toEqual([...new Set(people)])
    }
  })
})

test('no more sets are under way than allowed, and none is larger', async () => {
  await forAll(async (calls, limits) => {
    const { underWay } = await submitAll(calls, limits)
    expect(Math.max(0, ...underWay.map(sets => sets.length))).toBeLessThanOrEqual(limits.maxUnderWay)
    expect(Math.max(0, ...underWay.flat().map(set => set.length))).toBeLessThanOrEqual(limits.maxSet)
  })
})

function forAll(law: (calls: Call[], limits: Limits) => Promise<void>): Promise<void> {
  return fc.assert(fc.asyncProperty(someCalls, someLimits, law))
}

/** Answers a call with itself, and a failure with the set that failed. `underWay`: the sets that were, as each began. */
async function submitAll(calls: readonly Call[], limits: Limits) {
  const done: Call[] = []
  const now = new Set<readonly Call[]>()
  const underWay: (readonly Call[])[][] = []
  const batch = createBatch<Call, Call>({
    ...limits,
    maxWaiting: 100,
    keyOf: call => call.person,
    goesAlone: () => false,
    splittable: () => true,
    async run(set) {
      now.add(set)
      underWay.push([...now])
      await turns(2 * set.length)
      now.delete(set)
      if (set.some(call => call.fails)) throw set
      done.push(...set)
      return set
    },
  })
  const answers: Promise<unknown>[] = []
  for (const call of calls) {
    answers.push(batch.submit(call).catch(set => set))
    await turns(call.pause)
  }
  await batch.settled()
  return { answers: await Promise.all(answers), done, underWay }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(resolve => setImmediate(resolve))
}
