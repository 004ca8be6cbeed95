/** Makes a new PostgreSQL cluster with the database and the role that Usher uses. It is there whole, or not at all. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { totalmem } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Account, identity, makeSharedFolder } from './account.ts'
import { CannotStart } from './cannot-start.ts'
import type { Programs } from './programs.ts'

export interface Plan {
  /** Where the cluster is looked for. */
  readonly entry: string
  /** False: it is made elsewhere, and `entry` links to it. */
  readonly inPlace: boolean
  readonly programs: Programs
  readonly account: Account | null
}

/** Somebody else's, made at the same time, is as good: then ours goes away again. */
export async function initialize({ entry, inPlace, programs, account }: Plan): Promise<void> {
  const folder = mkdtempSync(inPlace ? `${entry}.new-` : join(makeSharedFolder(), nameAfter(entry)))
  try {
    if (account) chownSync(folder, account.uid, account.gid)
    await run(programs.initdb, ['-D', folder, '-U', 'postgres', ...initdbOptions()], account)
    writeFileSync(join(folder, 'pg_hba.conf'), accessRules)
    await run(programs.postgres, ['--single', '-D', folder, 'postgres'], account, roleAndDatabase)
    if (inPlace) renameSync(folder, entry)
    else symlinkSync(folder, entry)
  } catch (error) {
    discard(folder)
    if (!existsSync(entry)) throw error
  }
}

/**
 * What was left behind by starts that were killed in the middle. Only once the cluster is there: then nobody needs a new one
 * any more, not even who is making one at this moment.
 */
export function removeRemains(entry: string): void {
  const start = `${basename(entry)}.new-`
  const remains = readdirSync(dirname(entry)).filter(name => name.startsWith(start) && name.length === start.length + 6)
  for (const name of remains) discard(join(dirname(entry), name))
}

function discard(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // Somebody else's, or still written to: it is in nobody's way.
  }
}

/** What a person who finds it in the shared folder can recognize: `root-usher-data-postgres` and six random letters. */
function nameAfter(entry: string): string {
  return `${entry.replaceAll(/[^\w.]+/g, '-').slice(-40)}-`.replace(/^-*/, '')
}

/** Whoever reaches the socket may come in: it lies in a folder that only the account and root can enter. */
const accessRules = 'local all all trust\n'

/** Usher's own role owns its database, and nothing else: it cannot touch files or run programs. */
const roleAndDatabase = 'create role usher login;\ncreate database usher owner usher;\n'

function initdbOptions(): string[] {
  const megabytes = Math.min(totalmem(), process.constrainedMemory() || Infinity) / 1024 ** 2
  const settings = {
    shared_buffers: `${Math.round(Math.min(1024, Math.max(128, megabytes / 8)))}MB`,
    effective_cache_size: `${Math.round(megabytes / 2)}MB`,
    // Parallel queries need more shared memory than a container has, and the cores serve many callers instead.
    max_parallel_workers: 0,
    jit: 'off',
    // A checkpoint makes the writes after it dearer.
    checkpoint_timeout: '15min',
    log_checkpoints: 'off',
    // What a statement did wrong is told to Usher; only what befalls the server itself is kept.
    log_min_messages: 'log',
    log_timezone: 'UTC',
    timezone: 'UTC',
  }
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  return [
    ...locale,
    '--auth=trust',
    ...Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
  ]
}

async function run(program: string, options: string[], account: Account | null, input = ''): Promise<void> {
  const child = spawn(program, options, { ...identity(account), stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {}) // it ended early: its exit tells
  child.stdin.end(input)
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  // In single-user mode a failed statement does not show in the exit status.
  if (status === 0 && !/^.*\b(?:ERROR|FATAL):/m.test(errors)) return
  throw new CannotStart(`${basename(program)} could not make the database:\n${(errors || output).trim()}`)
}
