import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../test/database.ts'
import { makeDataDir } from '../test/embedded.ts'
import { findFreePort } from '../test/free-port.ts'
import { withDatabase } from '../test/with-database.ts'
import { attachEmbeddedPostgres } from './db/embedded.ts'

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
      new RegExp(
        `^Usher is ready at http://localhost:${port}\n\nA demo organization.*\n\n  usher_live_\\w{49}\n[^]*\n  http://localhost:${port}/set-password/\\S+\n\nMails wait at .*\n\n$`,
      ),
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

const file = fileURLToPath(import.meta.url)

test.each([
  [
    'a HOST of another machine',
    () => ({ HOST: '192.0.2.1' }),
    'HOST must be an address of this machine, such as localhost or 0.0.0.0, not "192.0.2.1".',
  ],
  [
    'an unknown database',
    () => ({ DATABASE_URL: withDatabase(db.url, 'nowhere') }),
    'The database that DATABASE_URL names does not exist: create it first.',
  ],
  [
    'an unknown user of the database',
    () => ({ DATABASE_URL: db.url.replace('://usher@', '://nobody:s3cret@') }),
    'The database does not accept the user and password of DATABASE_URL.',
  ],
  [
    'a database that is not there',
    () => ({ DATABASE_URL: 'postgres://usher:s3cret@127.0.0.1:1/usher' }),
    'The database cannot be reached or serves nobody now (ECONNREFUSED).',
  ],
  [
    'a DATA_DIR that is a file',
    () => ({ DATABASE_URL: '', DATA_DIR: file }),
    `DATA_DIR must be a folder, which ${file} is not.`,
  ],
  [
    'a DATA_DIR that cannot be made',
    () => ({ DATABASE_URL: '', DATA_DIR: '/dev/null/data' }),
    "DATA_DIR: Usher cannot keep its database in /dev/null/data (ENOTDIR: not a directory, mkdir '/dev/null/data').",
  ],
])('%s ends the start with one sentence', async (_, settings, sentence) => {
  expect(await start(main, settings()).ended).toEqual({ stdout: '', stderr: `${sentence}\n`, status: 1 })
})

test.each(['usher:wr0ng', 'usher'])('a database that lets %s not in ends the start with one sentence', async user => {
  const dataDir = makeDataDir()
  await (await attachEmbeddedPostgres({ dataDir })).stop()
  writeFileSync(join(dataDir, 'postgres/pg_hba.conf'), 'local postgres all trust\nlocal usher usher scram-sha-256\n')
  const demanding = await attachEmbeddedPostgres({ dataDir })
  const usher = start(main, { DATABASE_URL: demanding.url.replace('//usher@', `//${user}@`) })
  expect(await usher.ended).toEqual({
    stdout: '',
    stderr: 'The database does not accept the user and password of DATABASE_URL.\n',
    status: 1,
  })
  await demanding.stop()
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

test('the same signal twice at once, as npm and a terminal send it, is one: what was asked is answered first', async () => {
  const usher = start(main)
  await usher.ready()
  const calls = [await beginCall(), await beginCall()]
  usher.signal('SIGINT')
  while (await fetch(`http://localhost:${port}/`).catch(() => null));
  usher.signal('SIGTERM')
  for (const call of calls) {
    call.end('{}') // the second when the first is answered: the signals have come by then
    expect(await text(call)).toContain('HTTP/1.1 400')
  }
  expect(await usher.ended).toMatchObject({ stderr: '', status: 0 })
})

test('a signal some time after the first ends Usher at once, whatever it still waits for', async () => {
  const usher = start(main)
  await usher.ready()
  await beginCall()
  const again = setInterval(() => usher.signal('SIGTERM'), 200)
  expect(await usher.ended).toMatchObject({ stderr: '', status: 1 })
  clearInterval(again)
})

/** A call of which the server has the head and waits for the body, of two bytes. */
async function beginCall() {
  const socket = connect(port, 'localhost')
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {}) // its end tells
  socket.write('POST /api/password-requests HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n')
  socket.write('Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n')
  const [first] = await once(socket, 'data')
  expect(String(first)).toContain('100 Continue')
  return socket
}

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
    signal: (signal: NodeJS.Signals) => child.kill(signal),
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
