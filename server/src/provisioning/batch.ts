/**
 * Gathers what is asked at the same time into sets. A lone call goes at once; calls that arrive while sets are under way
 * wait for the next one. There is no timer: the work itself is the clock.
 */
import { byHalves } from '../lib/by-halves.ts'

export interface BatchOptions<In, Out> {
  /** Does a whole set; answers in the order of its members. */
  readonly run: (set: readonly In[]) => Promise<readonly Out[]>
  /** Whose it is: owners take turns, so that nobody waits for all that another one asked before. */
  readonly ownerOf?: (input: In) => number | null
  /** How much work it is; default: 1, as little as can be. */
  readonly weightOf?: (input: In) => number
  /** What two members must not share while they are in different sets under way; null: nothing. */
  readonly keyOf: (input: In) => string | null
  /** Whether it is a set by itself. */
  readonly goesAlone: (input: In) => boolean
  /** Whether a failed set is worth trying by halves: false when nothing at all can be done now. */
  readonly splittable: (error: unknown) => boolean
  readonly maxSet: number
  /** Of all members of a set together, unless one alone is more. */
  readonly maxWeight?: number
  /** How many must wait before they go while another set is still under way. */
  readonly worthAnother: number
  readonly maxUnderWay: number
  readonly maxWaiting: number
}

/** More is waiting than can be taken on: try again later. */
export class TooBusy extends Error {}

export interface Batch<In, Out> {
  submit(input: In): Promise<Out>
  /** Resolves when everything submitted has been answered. */
  settled(): Promise<void>
}

interface Waiting<In, Out> {
  readonly input: In
  readonly key: string | null
  readonly owner: number | null
  readonly weight: number
  readonly isAlone: boolean
  readonly resolve: (output: Out) => void
  readonly reject: (error: unknown) => void
}

export function createBatch<In, Out>(options: BatchOptions<In, Out>): Batch<In, Out> {
  const { ownerOf = () => null, weightOf = () => 1, maxWeight = Number.POSITIVE_INFINITY } = options
  let waiting: Waiting<In, Out>[] = []
  const keysUnderWay = new Set<string>()
  const setsUnderWay = new Set<Promise<void>>()
  let scheduled = false

  /** Goes as soon as a turn of the event loop brings nobody new: calls that are read from the network together go together. */
  function schedule(): void {
    if (scheduled) return
    scheduled = true
    let seen = waiting.length
    const look = () => {
      if (waiting.length > seen && waiting.length < options.maxSet) {
        seen = waiting.length
        setImmediate(look)
      } else {
        scheduled = false
        start()
      }
    }
    setImmediate(look)
  }

  function start(): void {
    while (
      setsUnderWay.size < options.maxUnderWay &&
      (setsUnderWay.size === 0 || waiting.length >= options.worthAnother)
    ) {
      const set = takeSet()
      if (set.length === 0) return
      const underWay = answer(set).finally(() => {
        for (const { key } of set) if (key !== null) keysUnderWay.delete(key)
        setsUnderWay.delete(underWay)
        start()
      })
      setsUnderWay.add(underWay)
    }
  }

  function takeSet(): Waiting<In, Out>[] {
    const freeLanes = options.maxUnderWay - setsUnderWay.size
    const size = Math.min(options.maxSet, Math.max(options.worthAnother, Math.ceil(waiting.length / freeLanes)))
    const set: Waiting<In, Out>[] = []
    let weight = 0
    for (const member of inTurn(waiting)) {
      if (set.length >= size) break
      const isFree = member.key === null || !keysUnderWay.has(member.key)
      const goesWith = set.length === 0 || !(member.isAlone || set[0]?.isAlone)
      if (!isFree || !goesWith) continue
      if (set.length > 0 && weight + member.weight > maxWeight) break
      set.push(member)
      weight += member.weight
    }
    const taken = new Set(set)
    waiting = taken.size === waiting.length ? [] : waiting.filter(member => !taken.has(member))
    for (const { key } of set) if (key !== null) keysUnderWay.add(key)
    return set
  }

  function answer(set: readonly Waiting<In, Out>[]): Promise<void> {
    return byHalves(set, run, { isSplittable: options.splittable, giveUp })
  }

  async function run(set: readonly Waiting<In, Out>[]): Promise<void> {
    const outputs = await options.run(set.map(member => member.input))
    set.forEach((member, index) => {
      member.resolve(outputs[index] as Out)
    })
  }

  function giveUp(set: readonly Waiting<In, Out>[], error: unknown): void {
    for (const member of set) member.reject(error)
  }

  return {
    submit(input) {
      if (waiting.length >= options.maxWaiting) return Promise.reject(new TooBusy('too many calls are waiting'))
      return new Promise((resolve, reject) => {
        const [key, owner, weight] = [options.keyOf(input), ownerOf(input), weightOf(input)]
        waiting.push({ input, key, owner, weight, isAlone: options.goesAlone(input), resolve, reject })
        schedule()
      })
    },
    async settled() {
      while (waiting.length > 0 || setsUnderWay.size > 0) {
        await (setsUnderWay.size > 0 ? Promise.all(setsUnderWay) : new Promise(resolve => setImmediate(resolve)))
      }
    },
  }
}

/** One of each owner after the other, whoever has waited longest first; each owner's own as they came. */
function* inTurn<Member extends { readonly owner: number | null }>(waiting: readonly Member[]): Iterable<Member> {
  const [first] = waiting
  if (waiting.every(({ owner }) => owner === first?.owner)) return yield* waiting
  const queues = [...Map.groupBy(waiting, ({ owner }) => owner).values()].map(queue => queue.values())
  for (let left = queues; left.length > 0; ) {
    const next: typeof queues = []
    for (const queue of left) {
      const { value, done } = queue.next()
      if (done) continue
      yield value
      next.push(queue)
    }
    left = next
  }
}
