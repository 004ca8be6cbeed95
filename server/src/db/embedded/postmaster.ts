/**
 * The server process of a cluster: found, started, stopped. It belongs to the data, not to the Usher that started it: it
 * runs in a session of its own, outlives an Usher that was killed, and is found again by the next one.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { identity } from './account.ts'
import { CannotStart } from './cannot-start.ts'
import type { Cluster } from './cluster.ts'

export interface Postmaster {
  readonly pid: number
  /** Null while it has just begun. */
  readonly socketFolder: string | null
}

/** Who says of itself that it serves these data. It may be long gone, and its number somebody else's. */
export function readPostmaster(data: string): Postmaster | null {
  const lines = readIfThere(pidFile(data)).split('\n')
  const pid = Number(lines[0])
  return pid > 0 ? { pid, socketFolder: lines[4] || null } : null
}

/** Whether the process lives and is the server of these data. */
export function isRunning(pid: number, data: string): boolean {
  const command =
    process.platform === 'linux' ? readIfThere(`/proc/${pid}/cmdline`).split('\0').join(' ') : readCommand(pid)
  return command.includes(`postgres -D ${data} `)
}

export interface Start {
  /** Null while it runs. */
  ended(): { sentence: string; transient: boolean } | null
}

/** Starts the server and does not wait for it. Another one on the same data makes it end by itself. */
export async function startPostmaster(cluster: Cluster): Promise<Start> {
  const { data, programs, account } = cluster
  const socketFolder = await findSocketFolder(cluster)
  removeForeignLock(pidFile(data), data)
  removeForeignLock(join(socketFolder, '.s.PGSQL.5432.lock'), data)
  const settings = {
    listen_addresses: '',
    port: 5432, // only a part of the socket's name
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { output, from } = openLog(cluster)
  const child = spawn(programs.postgres, ['-D', data, ...options], {
    ...identity(account),
    detached: true, // Ctrl-C goes to everything in the terminal's session
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  child.on('error', () => {}) // shows as an exit status below zero
  child.unref()
  return { ended: () => (hasEnded(child) ? explain(child, readLog(cluster.log, from)) : null) }
}

/** Ends it: connections are closed, what is committed is on disk. Waits until the process is gone. */
export async function stopPostmaster(data: string): Promise<void> {
  const postmaster = readPostmaster(data)
  if (!postmaster || !isRunning(postmaster.pid, data)) return
  const fastShutdown = 'SIGINT'
  process.kill(postmaster.pid, fastShutdown)
  while (isRunning(postmaster.pid, data)) await wait(10)
}

const pidFile = (data: string) => join(data, 'postmaster.pid')

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function readCommand(pid: number): string {
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trimEnd()
}

/**
 * PostgreSQL itself clears away a dead server's file, but stops at one that was killed a moment ago, and at a living process
 * that has got its number since. Nobody but these data's server writes either file: the socket's folder is theirs alone.
 */
function removeForeignLock(file: string, data: string): void {
  const pid = Number(readIfThere(file).split('\n', 1)[0])
  if (pid > 0 && isAlive(pid) && !isRunning(pid, data)) rmSync(file, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The data's own folder, or, where that is too deep or takes no sockets, one of the system's for temporary things. */
async function findSocketFolder({ data, account }: Cluster): Promise<string> {
  const longest = 100 - '/.s.PGSQL.5432'.length
  if (Buffer.byteLength(data) <= longest && (await takesSockets(data))) return data
  const folder = join(tmpdir(), `usher-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`)
  const uid = account?.uid ?? process.getuid?.()
  if (!lstatSync(folder, { throwIfNoEntry: false })) {
    mkdirSync(folder, { mode: 0o700 })
    if (account) chownSync(folder, account.uid, account.gid)
  }
  const stats = lstatSync(folder)
  if (stats.isDirectory() && stats.uid === uid && (stats.mode & 0o077) === 0) return folder
  throw new CannotStart(`${folder}, which is for PostgreSQL's socket, belongs to somebody else or is open to others.`)
}

async function takesSockets(folder: string): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(join(folder, `.probe-${process.pid}`)), 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants

function openLog({ log, account }: Cluster): { output: number; from: number } {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0
  if (size > 1024 ** 2) renameSync(log, `${log}.old`)
  const output = openSync(log, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
  if (account) fchownSync(output, account.uid, account.gid)
  return { output, from: fstatSync(output).size }
}

function readLog(path: string, from: number): string {
  return readFileSync(path).subarray(from).toString().trimEnd().split('\n').slice(-20).join('\n')
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

/** Transient: the data are another server's, which starts, stops or just died, or whoever left last stopped ours. */
function explain({ exitCode }: ChildProcess, output: string): { sentence: string; transient: boolean } {
  const others = /lock file "[^"]+" (?:already exists|is empty)|pre-existing shared memory block/
  return { sentence: `PostgreSQL did not start:\n${output}`, transient: exitCode === 0 || others.test(output) }
}
