/**
 * The one connection pool and the typed query builder on top of it.
 *
 * Integers of eight bytes are read as numbers: our ids come from one sequence and stay far below 2^53.
 */
import { Kysely, type Transaction as KyselyTransaction, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.gen.ts'
import { failUnconfirmedCommits } from './unconfirmed-commits.ts'

const int8 = 20
const int8Array = 1016 as typeof int8 // the types of pg know no arrays
const readTexts = pg.types.getTypeParser(int8Array)
pg.types.setTypeParser(int8, Number)
pg.types.setTypeParser(int8Array, text =>
  readTexts(text).map((item: string | null) => (item === null ? null : Number(item))),
)

export type Schema = DB
export type Transaction = KyselyTransaction<DB>

/** What can read: the database itself or a transaction in it. */
export type Reader = Kysely<DB>

export interface Database {
  readonly kysely: Kysely<DB>
  /** For the engine's own few statements, prepared once a connection. */
  readonly pool: pg.Pool
  close(): Promise<void>
}

const limits = { statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000 }

// What is read often lies in memory, where a row found by an index costs little more than the next one.
const inMemory = { random_page_cost: 1.1 }

// The engine's statements go by index whatever the tables hold. A plan made while they were young, before any statistics,
// must not read them whole ever after.
const alwaysByIndex = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
}

/** `max` connections at most, and a few for the engine; who gets none within 10 s is refused rather than kept waiting. */
export function openDatabase(url: string, { max = 10 }: { max?: number } = {}): Database {
  const pool = openPool(url, { max: 4, settings: { ...limits, ...alwaysByIndex } })
  const kysely = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: openPool(url, { max, settings: { ...limits, ...inMemory } }) }),
  })
  return {
    kysely,
    pool,
    async close() {
      await Promise.all([kysely.destroy(), pool.end()])
    },
  }
}

/** Whether the database answers now. */
export function isDatabaseThere({ kysely }: Pick<Database, 'kysely'>): Promise<boolean> {
  return sql`select`.execute(kysely).then(
    () => true,
    () => false,
  )
}

/**
 * What holds for each session is said by a statement when it begins, not by `options` of the start-up packet: poolers refuse
 * those.
 */
function openPool(url: string, { max, settings }: { max: number; settings: Record<string, string | number> }): pg.Pool {
  const set = Object.entries({ TimeZone: 'UTC', ...settings })
    .map(([name, value]) => `set ${name} = '${value}'`)
    .join('; ')
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'usher',
    onConnect: async client => {
      failUnconfirmedCommits(client)
      await client.query(set)
    },
  })
  // A connection that breaks is replaced at its next use; whoever waits for an answer on it is told there. Without a
  // listener of its own, one that breaks between two statements would end the process.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}
