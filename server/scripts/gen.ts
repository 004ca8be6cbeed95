/**
 * Writes what follows from the migrations and the routes: `src/db/schema.gen.ts` (types for Kysely), `schema.sql` (to read),
 * `openapi.json`, `openapi.northpass.json` and the guide to the error codes. With `--check` it writes nothing and fails when a file is not what it should be.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { generate, PostgresDialect } from 'kysely-codegen'
import pino from 'pino'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { type Database, openDatabase } from '../src/db/database.ts'
import { errorGuide } from '../src/http/errors/error-guide.ts'
import { startCluster } from '../test/cluster.ts'
import { drawSchema } from './draw-schema.ts'

const cluster = await startCluster()
const { openapi, northpass } = await describeRoutes(cluster.url)
const database = openDatabase(cluster.url, { max: 2 })
await sql`drop table migrations, migrations_lock`.execute(database.kysely)
const files = {
  'server/src/db/schema.gen.ts': await generateTypes(database),
  'server/schema.sql': await drawSchema(database.pool),
  'openapi.json': openapi,
  'openapi.northpass.json': northpass,
  'docs/errors.md': errorGuide(),
}
await database.close()
await cluster.stop()
for (const [name, text] of Object.entries(files)) await bringUpToDate(name, text)

/** Brings the database to its schema on the way. */
async function describeRoutes(databaseUrl: string) {
  const env = { DATABASE_URL: databaseUrl, SECRET_KEY: 'a key that signs nothing in this run', USHER_DEMO: '0' }
  const app = await createApp(readConfig(env), pino({ level: 'silent' }))
  await app.http.ready()
  const openapi = app.http.swagger()
  const northpass = (await app.http.inject('/openapi.northpass.json')).json()
  await app.close()
  return { openapi: toText(openapi), northpass: toText(northpass) }
}

function toText(description: unknown): string {
  return `${JSON.stringify(description, null, 2)}\n`
}

function generateTypes({ kysely }: Database): Promise<string> {
  const typeMapping = { int8: 'number' } // as src/db/database.ts reads them
  return generate({ db: kysely, dialect: new PostgresDialect(), outFile: null, typeMapping })
}

async function bringUpToDate(name: string, text: string): Promise<void> {
  const file = new URL(`../../${name}`, import.meta.url)
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return
  if (process.argv.includes('--check')) {
    process.stderr.write(`${name} is not up to date: run \`npm run gen\`.\n`)
    process.exitCode = 1
  } else {
    await writeFile(file, text)
    process.stdout.write(`${name} written\n`)
  }
}
