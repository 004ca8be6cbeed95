import { expect, test } from 'vitest'
import { type BatchOptions, createBatch, TooBusy } from './batch.ts'

/** A batch whose sets end when the test says so. */
function openBatch(options: Partial<BatchOptions<string, string>> = {}) {
  const sets: { members: readonly string[]; end: (outputs?: string[]) => void; fail: (error: Error) => void }[] = []
  const batch = createBatch<string, string>({
    run: members =>
      new Promise((resolve, reject) => {
        sets.push({ members, end: (outputs = members.map(member => `${member}!`)) => resolve(outputs), fail: reject })
      }),
    goesAlone: input => input.endsWith('!'),
    keyOf: input => (input.includes(':') ? (input.split(':')[0] as string) : null),
    splittable: error => (error as Error).message !== 'gone',
    maxSet: 4,
    worthAnother: 2,
    maxUnderWay: 2,
    maxWaiting: 100,
    ...options,
  })
  return { batch, sets, members: () => sets.map(set => set.members) }
}

const turn = () => new Promise(resolve => setImmediate(() => setImmediate(() => setImmediate(resolve))))

test('a lone call goes at once, alone', async () => {
  const { batch, sets, members } = openBatch()
  const answer = batch.submit('a')
  await turn()
  expect(members()).toEqual([['a']])
  sets[0]?.end()
  expect(await answer).toBe('a!')
})

test('what comes in while a set is under way waits for the next, and each gets its own answer', async () => {
  const { batch, sets, members } = openBatch({ maxUnderWay: 1 })
  const answers = [batch.submit('a')]
  await turn()
  answers.push(batch.submit('b'), batch.submit('c'))
  await turn()
  expect(members()).toEqual([['a']])
  sets[0]?.end()
  await turn()
  expect(members()).toEqual([['a'], ['b', 'c']])
  sets[1]?.end()
  expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!'])
})

test('what is a set by itself goes with nobody, neither before nor after others', async () => {
  const { batch, sets, members } = openBatch({ maxUnderWay: 1 })
  for (const input of ['a', 'b', 'c!', 'd', 'e!']) batch.submit(input)
  for (const number of [0, 1, 2, 3]) {
    await turn()
    sets[number]?.end()
  }
  expect(members().flat().toSorted()).toEqual(['a', 'b', 'c!', 'd', 'e!'])
  expect(members().filter(set => set.some(input => input.endsWith('!')))).toEqual([['c!'], ['e!']])
})

test('another set goes beside the first once enough are waiting', async () => {
  const { batch, members } = openBatch()
  batch.submit('a')
  await turn()
  batch.submit('b')
  await turn()
  expect(members()).toEqual([['a']])
  batch.submit('c')
  await turn()
  expect(members()).toEqual([['a'], ['b', 'c']])
})

test('many that come in at once are shared out among the sets that may be under way', async () => {
  const { batch, members } = openBatch()
  for (const input of ['a', 'b', 'c', 'd', 'e', 'f']) batch.submit(input)
  await turn()
  expect(members()).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e', 'f'],
  ])
})

test('few that come in at once are not worth sharing out', async () => {
  const { batch, members } = openBatch()
  batch.submit('a')
  batch.submit('b')
  await turn()
  expect(members()).toEqual([['a', 'b']])
})

test('what is still being read from the network goes with what came just before it', async () => {
  const { batch, members } = openBatch({ maxUnderWay: 1 })
  batch.submit('a')
  batch.submit('b')
  setImmediate(() => batch.submit('c'))
  await turn()
  expect(members()).toEqual([['a', 'b', 'c']])
})

test('a stream that never pauses holds nobody back', async () => {
  const { batch, members } = openBatch({ maxUnderWay: 1 })
  let coming = 20
  const comeIn = () => {
    if (coming-- > 0) setImmediate(comeIn)
    batch.submit('a')
  }
  setImmediate(comeIn)
  await turn()
  await turn()
  expect(coming).toBeGreaterThan(0)
  expect(members().map(set => set.length)).toEqual([4])
})

test('what comes in at once for one person goes as one set', async () => {
  const { batch, members } = openBatch()
  batch.submit('jane:1')
  batch.submit('jane:2')
  await turn()
  expect(members()).toEqual([['jane:1', 'jane:2']])
})

test('two sets under way never touch the same person', async () => {
  const { batch, sets, members } = openBatch({ worthAnother: 1 })
  batch.submit('jane:1')
  await turn()
  batch.submit('jane:2')
  batch.submit('bob:1')
  await turn()
  expect(members()).toEqual([['jane:1'], ['bob:1']])
  sets[0]?.end()
  await turn()
  expect(members().at(-1)).toEqual(['jane:2'])
})

const byOwner = { ownerOf: (input: string) => input.charCodeAt(0), weightOf: () => 51, maxWeight: 1000, maxSet: 256 }

test('what one asks for in bulk delays nobody: whoever comes then is in the next set', async () => {
  const { batch, sets, members } = openBatch({ ...byOwner, maxUnderWay: 1 })
  for (let n = 0; n < 90; n++) batch.submit(`a${n}`)
  await turn()
  batch.submit('b0')
  batch.submit('c0')
  batch.submit('b1')
  sets[0]?.end()
  await turn()
  expect(members().map(set => set.length)).toEqual([19, 19])
  expect(members()[1]).toEqual(['a19', 'b0', 'c0', 'a20', 'b1', ...Array.from({ length: 14 }, (_, n) => `a${n + 21}`)])
})

test('a set is no more work than may be, unless one alone is', async () => {
  const weightOf = (input: string) => Number(input)
  const { batch, sets, members } = openBatch({ weightOf, maxWeight: 10, maxUnderWay: 1, maxSet: 100 })
  for (const input of ['4', '6', '1', '50', '3']) batch.submit(input)
  for (const number of [0, 1, 2, 3]) {
    await turn()
    sets[number]?.end()
  }
  expect(members()).toEqual([['4', '6'], ['1'], ['50'], ['3']])
})

test('no set is larger than allowed', async () => {
  const { batch, sets, members } = openBatch({ maxUnderWay: 1 })
  for (const input of ['a', 'b', 'c', 'd', 'e', 'f']) batch.submit(input)
  await turn()
  sets[0]?.end()
  await turn()
  expect(members().map(set => set.length)).toEqual([4, 2])
})

test('a set that fails is split until the bad one fails alone', async () => {
  const tried: string[][] = []
  const { batch } = openBatch({
    maxUnderWay: 1,
    run: async members => {
      tried.push([...members])
      if (members.includes('bad')) throw new Error('no')
      return members.map(member => `${member}!`)
    },
  })
  const results = await Promise.allSettled(['a', 'b', 'bad', 'd'].map(input => batch.submit(input)))
  expect(results.map(result => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(tried).toEqual([['a', 'b', 'bad', 'd'], ['a', 'b'], ['bad', 'd'], ['bad'], ['d']])
})

test('when nothing can be done at all, nothing is tried by halves', async () => {
  const { batch, sets } = openBatch({ maxUnderWay: 1 })
  const answers = Promise.allSettled(['a', 'b', 'c'].map(input => batch.submit(input)))
  await turn()
  sets[0]?.fail(new Error('gone'))
  expect((await answers).map(result => result.status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(sets).toHaveLength(1)
})

test('more than can wait is refused at once, and taken again when there is room', async () => {
  const { batch, members } = openBatch({ maxWaiting: 2 })
  batch.submit('a')
  batch.submit('b')
  await expect(batch.submit('c')).rejects.toThrow(TooBusy)
  await turn()
  batch.submit('d')
  batch.submit('e')
  await turn()
  expect(members()).toEqual([
    ['a', 'b'],
    ['d', 'e'],
  ])
})

test('it is settled when everything has been answered', async () => {
  const { batch, sets } = openBatch()
  batch.submit('a')
  let settled = false
  const end = batch.settled().then(() => {
    settled = true
  })
  await turn()
  expect(settled).toBe(false)
  sets[0]?.end()
  await end
})
