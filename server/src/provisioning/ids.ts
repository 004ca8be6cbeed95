/** Ids are handed out in this process from blocks that the database's sequence reserves, so that deciding needs no query. */
import type { ClientBase } from 'pg'
import { runTogether } from '../db/statements.ts'

/** Ids that one value of the sequence stands for: its `increment by`. */
const blockSize = 64
const blocksAtOnce = 64

export interface Ids {
  /** Runs `use` with at least `count` ids at hand; reserves more over `client` when there are too few. */
  with<T>(client: ClientBase, count: number, use: (newId: () => number) => T): Promise<T>
}

export function createIds(): Ids {
  const blocks: number[] = []
  let next = 0
  let end = 0

  const atHand = () => end - next + blocks.length * blockSize

  function newId(): number {
    if (next === end) {
      next = blocks.shift() as number
      end = next + blockSize
    }
    return next++
  }

  async function reserve(client: ClientBase): Promise<void> {
    const text = `select nextval('ids') as id from generate_series(1, ${blocksAtOnce})`
    const [rows = []] = await runTogether(client, [{ name: 'reserve ids', text }])
    blocks.push(...rows.map(row => row.id as number))
  }

  return {
    async with(client, count, use) {
      while (atHand() < count) await reserve(client)
      return use(newId)
    },
  }
}
