/** A real Usher for a benchmark: a process of its own, an embedded database of its own, durable as it is by default. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { attachEmbeddedPostgres } from '../server/src/db/embedded.ts'

export interface RunningUsher {
  readonly port: number
  readonly key: string
  readonly dataDir: string
  readonly databaseUrl: string
  stop(): Promise<void>
}

export async function startUsher(port = 3999): Promise<RunningUsher> {
  const dataDir = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url))
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
  }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const key = await readKey(child.stdout)
  const database = await attachEmbeddedPostgres({ dataDir })
  return {
    port,
    key,
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

async function readKey(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const key = /usher_live_\w+/.exec(line)
    if (key) {
      output.resume()
      return key[0]
    }
  }
  throw new Error('Usher ended before it showed a key')
}
