/** For a migration that moves data: the database before it, to be filled with what there may be, and the step itself. */
import { createMigrator } from '../src/db/migrate.ts'
import { createEmptyDatabase, type TestDatabase } from './database.ts'

/**
 * A database at the migration before the named one (`0042_something`), with no rows. Insert what an older version could have
 * left there, `run`, and look. `folder`: other migrations than ours.
 */
export async function createDatabaseBefore(
  name: string,
  folder?: URL,
): Promise<TestDatabase & { run(): Promise<void> }> {
  const test = await createEmptyDatabase()
  const migrator = createMigrator(test.database, folder)
  const migrateTo = async (target: string) => {
    const { error } = await migrator.migrateTo(target)
    if (error) throw error
  }
  const names = (await migrator.getMigrations()).map(migration => migration.name)
  if (!names.includes(name)) {
    await test.drop()
    throw new Error(`There is no migration ${name}: the last is ${names.at(-1)}.`)
  }
  const before = names[names.indexOf(name) - 1]
  if (before) await migrateTo(before)
  return { ...test, run: () => migrateTo(name) }
}
