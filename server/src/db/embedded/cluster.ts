/**
 * Where a data folder's PostgreSQL lives: in `postgres` of the data folder. Where the account that must run it cannot enter
 * that folder, `postgres` is a link to a folder that it can enter.
 */
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Account, accountOf, canEnter, findAccount, isRoot } from './account.ts'
import { CannotStart } from './cannot-start.ts'
import { initialize, removeRemains } from './initialize.ts'
import { findPrograms, type Programs } from './programs.ts'

export interface Cluster {
  /** PostgreSQL's own folder, without links in its path. */
  readonly data: string
  /** What PostgreSQL says of itself. */
  readonly log: string
  readonly programs: Programs
  /** Who runs it; null: whoever runs this. */
  readonly account: Account | null
  /** What the operator should know of places that they did not choose. */
  readonly notes: readonly string[]
}

/** Finds the cluster of the data folder, or makes it. Two at once make one. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  mkdirSync(dataDir, { recursive: true })
  const folder = realpathSync(dataDir)
  const entry = join(folder, 'postgres')
  const existing = find(entry)
  const account = existing ? accountFor(entry, existing) : findAccount()
  const programs = findPrograms(account)
  const inPlace = !account || canEnter(folder, account)
  if (!existing) await initialize({ entry, inPlace, programs, account })
  removeRemains(entry)
  const data = realpathSync(entry)
  if (account && !canEnter(data, account)) {
    throw new CannotStart(
      `PostgreSQL runs as the user ${account.name}, who cannot enter ${data}. Move it, or set DATA_DIR.`,
    )
  }
  return {
    data,
    log: join(folder, 'postgres.log'),
    programs,
    account,
    notes: describe({ entry, data, programs, account }),
  }
}

/** What is there, links followed; null when there is nothing. */
function find(entry: string): Stats | null {
  const stats = lstatSync(entry, { throwIfNoEntry: false })
  if (!stats?.isSymbolicLink()) return stats ?? null
  const target = statSync(entry, { throwIfNoEntry: false })
  if (target) return target
  throw new CannotStart(`The database is in ${readlinkSync(entry)}, says the link ${entry}, but it is not there.`)
}

/** Whoever owns the data runs them: PostgreSQL insists on it. */
function accountFor(entry: string, { uid, gid }: Stats): Account | null {
  if (!isRoot()) {
    if (uid === process.getuid?.()) return null
    throw new CannotStart(
      `The database in ${entry} belongs to the user ${accountOf({ uid, gid }).name}: start Usher as that user.`,
    )
  }
  if (uid !== 0) return accountOf({ uid, gid })
  const account = findAccount()
  if (account) handOver(realpathSync(entry), account) // a copy that root put back
  return account
}

function handOver(path: string, account: Account): void {
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(path, name), account.uid, account.gid)
  }
  chownSync(path, account.uid, account.gid)
  chmodSync(path, 0o700)
}

function describe({
  entry,
  data,
  programs,
  account,
}: {
  entry: string
  data: string
  programs: Programs
  account: Account | null
}) {
  const who = `PostgreSQL does not run as root but as the user ${account?.name}, who cannot enter`
  const notes: string[] = []
  if (programs.copiedTo) notes.push(`${who} the folder of its programs: a copy of them is in ${programs.copiedTo}.`)
  if (data !== entry) notes.push(`The database is in ${data}, where ${entry} links to: back up that folder too.`)
  return notes
}
