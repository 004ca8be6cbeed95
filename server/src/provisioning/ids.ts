/** Ids are handed out in this process from blocks that the database's sequence reserves, so that deciding needs no query. */
import type { Pool } from 'pg'

/** Ids that one value of the sequence stands for: its `increment by`. */
const blockSize = 64
const blocksAtOnce = 64

export interface Ids {
  /** Runs `use` with at least `count` ids at hand. */
  with<T>(count: number, use: (newId: () => number) => T): Promise<T>
}

export function createIds(pool: Pool): Ids {
  const blocks: number[] = []
  let next = 0
  let end = 0
  let refilling: Promise<void> | null = null

  const atHand = () => end - next + blocks.length * blockSize

  function refill(): Promise<void> {
    refilling ??= reserveBlocks(pool)
      .then(reserved => void blocks.push(...reserved))
      .finally(() => {
        refilling = null
      })
    return refilling
  }

  function newId(): number {
    if (next === end) {
      next = blocks.shift() as number
      end = next + blockSize
    }
    return next++
  }

  return {
    async with(count, use) {
      while (atHand() < count) await refill()
      const result = use(newId)
      if (blocks.length < blocksAtOnce / 2) refill().catch(() => {}) // in time for the next; if it fails, they ask again
      return result
    },
  }
}

async function reserveBlocks(pool: Pool): Promise<number[]> {
  const text = `select nextval('ids') as id from generate_series(1, $1)`
  const { rows } = await pool.query<{ id: number }>({ name: 'reserve ids', text, values: [blocksAtOnce] })
  return rows.map(row => row.id)
}
