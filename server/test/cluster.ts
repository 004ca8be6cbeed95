/** A PostgreSQL for one run of something: empty, fast because it may forget, and gone with the process that started it. */
import { spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, openSync, readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { findAccount, identity } from '../src/db/embedded/account.ts'
import { findPrograms } from '../src/db/embedded/programs.ts'

export interface Cluster {
  /** Of a user who may do everything. */
  url: string
  stop(): Promise<void>
}

export async function startCluster(): Promise<Cluster> {
  const account = findAccount()
  const programs = findPrograms(account)
  const folder = mkdtempSync(join(findFastFolder(), 'usher-test-'))
  if (account) chownSync(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'usher', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const made = spawnSync(programs.initdb, [...initdb, ...locale], { ...identity(account), encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || made.error}`)

  // The shell waits on a pipe that closes when this process ends, in whatever way; then it stops PostgreSQL and cleans up.
  const lifeline = 'folder=$0; "$@" & read -r _; kill -INT $!; wait $!; rm -rf "$folder"'
  const forgetful = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=256MB']
  const settings = [
    ...forgetful,
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'max_connections=300',
    'timezone=UTC',
  ]
  const postgres = [programs.postgres, '-D', data, ...settings.flatMap(setting => ['-c', setting])]
  const log = join(folder, 'log')
  const output = openSync(log, 'a')
  const shell = spawn('/bin/sh', ['-c', lifeline, folder, ...postgres], {
    ...identity(account),
    detached: true,
    stdio: ['pipe', output, output],
  })
  const ended = new Promise<void>(resolve => shell.once('close', () => resolve()))
  shell.unref()

  const url = `postgres://usher@localhost/postgres?host=${encodeURIComponent(folder)}`
  await waitUntilReady(url, log)
  return {
    url,
    async stop() {
      shell.ref()
      shell.stdin?.end()
      await ended
    },
  }
}

/** Memory where there is plenty of it: a copy of a database is 300 files, which some disks take long to make. */
export function findFastFolder(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (bavail * bsize > 4 * 1024 ** 3) return '/dev/shm'
  } catch {}
  return tmpdir()
}

async function waitUntilReady(url: string, log: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client(url)
    try {
      await client.connect()
      return
    } catch {
      if (attempt === 600) throw new Error(`PostgreSQL did not start:\n${readFileSync(log, 'utf8')}`)
      await wait(25)
    } finally {
      await client.end().catch(() => {})
    }
  }
}
