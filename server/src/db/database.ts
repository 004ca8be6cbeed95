/**
 * The one connection pool and the typed query builder on top of it.
 *
 * Integers of eight bytes are read as numbers: our ids come from one sequence and stay far below 2^53.
 */
import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.gen.ts'

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
  readonly pool: pg.Pool
  close(): Promise<void>
}

/**
 * Connections are pipelined: statements handed over together travel together (node-postgres `pipeline`).
 * `max` connections at most; a call that gets none within 10 s is refused rather than kept waiting.
 */
export function openDatabase(url: string, { max = 10 }: { max?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'usher',
    options: '-c TimeZone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000',
  } as pg.PoolConfig)
  pool.on('error', () => {}) // an idle connection that broke is replaced at its next use, where its error is seen
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { kysely, pool, close: () => kysely.destroy() }
}
