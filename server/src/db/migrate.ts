/**
 * Forward-only migrations: the files of `server/migrations/`, in the order of their names, each once, under a lock.
 * What has landed is never changed: `frozen-migrations.test.ts` holds them to the sums in `server/migrations/checksums`.
 */
import { readdir, readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import { CannotStart } from './embedded/cannot-start.ts'

const ours = new URL('../../migrations/', import.meta.url)

/**
 * Brings the database to this version's schema and returns the names of the migrations it ran. Refuses one that is not ours.
 * Two starting at once are safe: the second waits for the first and finds nothing left to do.
 */
export async function migrate(database: Database): Promise<string[]> {
  refuseForeign(await compareMigrations(database))
  const { error, results = [] } = await createMigrator(database).migrateToLatest()
  if (error) throw error
  return results.filter(result => result.status === 'Success').map(result => result.migrationName)
}

interface Comparison {
  /** This version's, which the database has not seen. */
  readonly pending: readonly string[]
  /** What the database has seen and this version does not know. */
  readonly strange: readonly string[]
}

export async function compareMigrations(database: Pick<Database, 'kysely'>): Promise<Comparison> {
  const migrations = await createMigrator(database).getMigrations()
  const pending = migrations.filter(migration => !migration.executedAt).map(migration => migration.name)
  return { pending, strange: await findStrange(database, new Set(migrations.map(migration => migration.name))) }
}

async function findStrange({ kysely }: Pick<Database, 'kysely'>, known: ReadonlySet<string>): Promise<string[]> {
  const { rows: tables } = await sql<{ there: boolean }>`select to_regclass('migrations') is not null as there`.execute(
    kysely,
  )
  if (!tables[0]?.there) return []
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(kysely)
  return rows.map(row => row.name).filter(name => !known.has(name))
}

/**
 * Why this version cannot use the database; null: it can. A newer version has run all of ours, for what has landed stays; only
 * what was tried out before it landed, or before the first release, has run others in their place.
 */
export function explainForeign({ pending, strange }: Comparison): string | null {
  if (strange.length === 0) return null
  const others = strange.length > 3 ? `${strange[0]} and ${strange.length - 1} more` : strange.join(', ')
  return pending.length === 0
    ? `The database is newer than this program: it has ${others}. Use the newer one`
    : `The database was made by a version that was never released: it has ${others} in place of ${pending[0]}. No version brings it up to date. Begin with an empty database, or go back to the version that made it`
}

export function refuseForeign(comparison: Comparison): void {
  const why = explainForeign(comparison)
  if (why) throw new CannotStart(`${why}.`)
}

export function createMigrator({ kysely }: Pick<Database, 'kysely'>, folder = ours): Migrator {
  return new Migrator({
    db: kysely,
    provider: { getMigrations: () => readMigrations(folder) },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  })
}

async function readMigrations(folder: URL) {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  const migrations = names.map(async name => {
    const text = await readFile(new URL(name, folder), 'utf8')
    const up = (db: Kysely<unknown>) =>
      sql
        .raw(text)
        .execute(db)
        .then(() => {})
    return [name.replace(/\.sql$/, ''), { up }] as const
  })
  return Object.fromEntries(await Promise.all(migrations))
}
