/** Ids are handed out in this process from blocks that the database's sequence reserves, so that deciding needs no query. */
import type { ClientBase } from 'pg'
import { runTogether } from '../db/statements.ts'

/** Ids that one value of the sequence stands for: its `increment by`. */
const blockSize = 64
const blocksAtOnce = 64

export interface Ids {
  /**
   * What `use` gives. It must be pure: when there are too few ids at hand, more are reserved over `client` and it is called
   * again.
   */
  with<T>(client: ClientBase, use: (newId: () => number) => T | Promise<T>): Promise<T>
  /** One of those at hand, if any. */
  take(): number | null
}

class OutOfIds extends Error {}

export function createIds(): Ids {
  const blocks: number[] = []
  let next = 0
  let end = 0

  function newId(): number {
    if (next === end) {
      const block = blocks.shift()
      if (block === undefined) throw new OutOfIds()
      next = block
      end = next + blockSize
    }
    return next++
  }

  async function reserve(client: ClientBase, count: number): Promise<void> {
    const text = "select nextval('ids') as id from generate_series(1, $1)"
    const [rows = []] = await runTogether(client, [{ name: 'reserve ids', text, values: [String(count)] }])
    blocks.push(...rows.map(row => row.id as number))
  }

  return {
    take: () => (next < end || blocks.length > 0 ? newId() : null),
    async with(client, use) {
      for (let count = blocksAtOnce; ; count *= 4) {
        try {
          return await use(newId)
        } catch (error) {
          if (!(error instanceof OutOfIds)) throw error
          await reserve(client, count)
        }
      }
    },
  }
}
