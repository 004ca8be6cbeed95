import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../test/database.ts'
import { findFreePort } from '../test/free-port.ts'

const main = [process.execPath, fileURLToPath(new URL('main.ts', import.meta.url))]
const npmStart = ['npm', 'start', '--ignore-scripts'] // the pages are built already

let db: TestDatabase
let port: number

beforeEach(async () => {
  db = await createTestDatabase()
  port = await findFreePort()
})
afterEach(() => db.drop())

test('a first start shows where Usher is and then the key of the demo, nothing else beside it, and a later one shows no key', async () => {
  const first = start(main)
  await first.ready()
  expect(await first.stop()).toEqual({
    stdout: expect.stringMatching(
      new RegExp(`^Usher is ready at http://localhost:${port}\n\nA demo organization.*\n\n  usher_live_\\w{49}\n`),
    ),
    stderr: '',
    status: 0,
  })
  const second = start(main)
  await second.ready()
  expect(await second.stop()).toEqual({
    stdout: `Usher is ready at http://localhost:${port}\n`,
    stderr: '',
    status: 0,
  })
})

test('a start that finds its port taken says so and loses no key: the next one shows it', async () => {
  const other = createServer().listen(port, 'localhost')
  await once(other, 'listening')
  expect(await start(main).ended).toEqual({
    stdout: '',
    stderr: 'The port is taken: stop what listens there, or choose another with PORT.\n',
    status: 1,
  })
  await new Promise(resolve => other.close(resolve))
  const usher = start(main)
  await usher.ready()
  expect((await usher.stop()).stdout).toContain('usher_live_')
})

test('in production it says what is missing', async () => {
  const usher = start(main, { NODE_ENV: 'production', HOST: 'localhost' })
  await usher.ready()
  const { stdout } = await usher.stop()
  expect(stdout).toContain('SMTP_URL is not set')
  expect(stdout).toContain('PUBLIC_URL is not set')
  expect(stdout).toContain('usher org create --help')
})

test.each(['SIGTERM', 'SIGINT'] as const)('npm start ends with npm on %s, and nothing of it goes on', async signal => {
  const usher = start(npmStart)
  await usher.ready()
  expect(await usher.stop(signal)).toMatchObject({ stderr: expect.not.stringContaining('Error'), status: 0 })
  await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow()
})

/** Killed after the test, with all that it started, when it still lives. */
function start([program = '', ...args]: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(program, args, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: db.url,
      SECRET_KEY: 'for-tests-only'.padEnd(32, '.'),
      PORT: String(port),
      ...env,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => killGroup(child))
  // Closed only when everything that could write to them has ended.
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([stdout, stderr, [status]]) => ({ stdout, stderr, status }),
  )
  return {
    ended,
    ready(): Promise<void> {
      return new Promise((resolve, reject) => {
        child.stdout.on('data', data => String(data).includes('Usher is ready') && resolve())
        ended.then(({ stderr }) => reject(new Error(stderr)))
      })
    },
    stop(signal: NodeJS.Signals = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-(pid as number), 'SIGKILL')
  } catch {
    // It has ended.
  }
}
