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

/** `fill` writes what is to be there before; nothing runs beside it. */
export async function startUsher({
  fill,
}: {
  fill?: (databaseUrl: string) => Promise<void>
} = {}): Promise<RunningUsher> {
  const dataDir = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  await chmod(dataDir, 0o755) // or, for root, the data would be kept elsewhere
  const port = await findFreePort()
  let server = serve(dataDir, port)
  const welcome = await readWelcome(server.child.stdout)
  const database = await attachEmbeddedPostgres({ dataDir })
  await liftRateLimit(database.url)
  if (fill) {
    await server.stop()
    await fill(database.url)
    server = serve(dataDir, port)
    await waitUntilReady(server.child.stdout)
  }
  return {
    ...welcome,
    port,
    dataDir,
    databaseUrl: database.url,
    async stop() {
      await database.stop()
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function serve(dataDir: string, port: number) {
  const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url))
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
  }
  const child = spawn(process.execPath, ['--max-semi-space-size=32', main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  return { child, stop }
}

/** Calls are counted as always, but none is one too many. */
async function liftRateLimit(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  await client.query('update keys set rate_limit = 1000000')
  await client.end()
}

async function readWelcome(output: NodeJS.ReadableStream): Promise<{ key: string; ownerUrl: string }> {
  let key = ''
  for await (const line of createInterface(output)) {
    key ||= /usher_live_\w+/.exec(line)?.[0] ?? ''
    const ownerUrl = /http:\S+\/set-password\/\S+/.exec(line)?.[0]
    if (!ownerUrl) continue
    output.resume()
    return { key, ownerUrl }
  }
  throw new Error('Usher ended before it showed a key')
}

async function waitUntilReady(output: NodeJS.ReadableStream): Promise<void> {
  for await (const line of createInterface(output)) {
    if (!line.includes('ready at')) continue
    output.resume()
    return
  }
  throw new Error('Usher did not start again')
}
