/**
 * Writes what follows from the migrations: `src/db/schema.gen.ts` (types for Kysely) and `schema.sql` (to read).
 * With `--check` it writes nothing and fails when the files are not what the migrations make.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { generate, PostgresDialect } from 'kysely-codegen'
import { openDatabase } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { startCluster } from '../test/cluster.ts'
import { drawSchema } from './draw-schema.ts'

const cluster = await startCluster()
const database = openDatabase(cluster.url, { max: 2 })
await migrate(database)
await sql`drop table migrations, migrations_lock`.execute(database.kysely)
const types = await generate({
  db: database.kysely,
  dialect: new PostgresDialect(),
  outFile: null,
  typeMapping: { int8: 'number' }, // as src/db/database.ts reads them
})
const picture = await drawSchema(database.pool)
await database.close()
await cluster.stop()

await bringUpToDate('src/db/schema.gen.ts', types)
await bringUpToDate('schema.sql', picture)

async function bringUpToDate(name: string, text: string): Promise<void> {
  const file = new URL(`../${name}`, import.meta.url)
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return
  if (process.argv.includes('--check')) {
    console.error(`server/${name} is not what the migrations make: run \`npm run gen\`.`)
    process.exitCode = 1
  } else {
    await writeFile(file, text)
    console.log(`server/${name} written`)
  }
}
