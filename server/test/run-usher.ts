/** The command line as an operator runs it: a process of its own, on the database of the test. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const usher = fileURLToPath(new URL('../bin/usher.js', import.meta.url))
// Compiling what was compiled for the command before takes longer than most commands.
const compiled = fileURLToPath(new URL('../../node_modules/.cache/usher-tests', import.meta.url))

export interface Ran {
  stdout: string
  stderr: string
  status: number | null
}

/** Runs `usher …args` to its end. Its standard input is empty, a text that comes through a pipe, or an open file. */
export async function runUsher(
  databaseUrl: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  stdin: string | { fd: number } | null = null,
): Promise<Ran> {
  const child = spawnUsher(databaseUrl, args, env, stdin)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { stdout, stderr, status: child.exitCode }
}

/** Runs `usher …args --json`, which must succeed, and reads its answer. */
export async function runUsherJson<Answer>(databaseUrl: string, args: string[]): Promise<Answer> {
  const { stdout, stderr, status } = await runUsher(databaseUrl, [...args, '--json'])
  if (status !== 0) throw new Error(`usher ${args.join(' ')}: ${stderr}`)
  return JSON.parse(stdout)
}

/** A command that goes on until it is stopped, line by line. */
export function followUsher(databaseUrl: string, args: string[]) {
  const child = spawnUsher(databaseUrl, args)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    async nextLine(): Promise<string> {
      const { value, done } = await lines.next()
      if (done) throw new Error(`usher ${args.join(' ')} ended: ${await text(child.stderr)}`)
      return value
    },
    /** As `| head` does, which has read enough. */
    async stopReading(): Promise<Omit<Ran, 'stdout'>> {
      child.stdout.destroy()
      const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')])
      return { stderr, status: child.exitCode }
    },
    /** As Ctrl-C does; gives the exit status. */
    async stop(): Promise<number | null> {
      child.kill('SIGINT')
      await once(child, 'close')
      return child.exitCode
    },
  }
}

function spawnUsher(
  databaseUrl: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  stdin: string | { fd: number } | null = null,
): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [usher, ...args], {
    stdio: [typeof stdin === 'string' ? 'pipe' : (stdin?.fd ?? 'ignore'), 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compiled,
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'for-tests-only'.padEnd(32, '.'),
      ...env,
    },
  })
  child.stdin?.end(stdin)
  return child as ChildProcessByStdio<null, Readable, Readable>
}
