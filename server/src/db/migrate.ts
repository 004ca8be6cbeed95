/** Forward-only migrations: the files of `server/migrations/`, in the order of their names, each once, under a lock. */
import { readdir, readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Database } from './database.ts'

const folder = new URL('../../migrations/', import.meta.url)

/**
 * Brings the database to this version's schema and returns the names of the migrations it ran.
 * Two starting at once are safe: the second waits for the first and finds nothing left to do.
 */
export async function migrate(database: Database): Promise<string[]> {
  const { error, results = [] } = await createMigrator(database).migrateToLatest()
  if (error) throw error
  return results.filter(result => result.status === 'Success').map(result => result.migrationName)
}

/** The names of this version's migrations that the database has not seen. */
export async function pendingMigrations(database: Pick<Database, 'kysely'>): Promise<string[]> {
  const migrations = await createMigrator(database).getMigrations()
  return migrations.filter(migration => !migration.executedAt).map(migration => migration.name)
}

/** Those that the database has seen and this version does not know: a newer one was there. */
export async function strangeMigrations({ kysely }: Pick<Database, 'kysely'>): Promise<string[]> {
  const { rows: tables } = await sql<{ there: boolean }>`select to_regclass('migrations') is not null as there`.execute(
    kysely,
  )
  if (!tables[0]?.there) return []
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(kysely)
  const known = await readMigrations()
  return rows.map(row => row.name).filter(name => !(name in known))
}

function createMigrator({ kysely }: Pick<Database, 'kysely'>): Migrator {
  return new Migrator({
    db: kysely,
    provider: { getMigrations: readMigrations },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  })
}

async function readMigrations() {
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
