/** A real Usher to measure or to look at: a process of its own, an embedded database of its own, durable as it is by default. */
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { attachEmbeddedPostgres } from '../server/src/db/embedded.ts'
import { findFreePort } from '../server/test/free-port.ts'

export interface RunningUsher {
  readonly port: number
  readonly key: string
  /** Where the owner of the demo chooses a password. */
  readonly ownerUrl: string
  readonly dataDir: string
  readonly databaseUrl: string
  stop(): Promise<void>
}

export async function startUsher(): Promise<RunningUsher> {
  const dataDir = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  await chmod(dataDir, 0o755) // or, for root, the data would be kept elsewhere
  const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url))
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataDir,
    PORT: String(await findFreePort()),
    LOG_LEVEL: 'warn',
  }
  const child = spawn(process.execPath, ['--max-semi-space-size=32', main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const { port, key, ownerUrl } = await readWelcome(child.stdout)
  const database = await attachEmbeddedPostgres({ dataDir })
  await liftRateLimit(database.url)
  return {
    port,
    key,
    ownerUrl,
    dataDir,
    databaseUrl: database.url,
    async stop() {
      await database.stop()
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Calls are counted as always, but none is one too many. */
async function liftRateLimit(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  await client.query('update keys set rate_limit = 1000000')
  await client.end()
}

async function readWelcome(output: NodeJS.ReadableStream): Promise<{ port: number; key: string; ownerUrl: string }> {
  let port = 0
  let key = ''
  for await (const line of createInterface(output)) {
    port ||= Number(/ready at http:\/\/localhost:(\d+)/.exec(line)?.[1] ?? 0)
    key ||= /usher_live_\w+/.exec(line)?.[0] ?? ''
    const ownerUrl = /http:\S+\/set-password\/\S+/.exec(line)?.[0]
    if (!ownerUrl) continue
    output.resume()
    return { port, key, ownerUrl }
  }
  throw new Error('Usher ended before it showed a key')
}
