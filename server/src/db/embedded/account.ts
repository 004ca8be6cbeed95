/** PostgreSQL refuses to run as root. This is who runs it then: an account that owns nothing but the database. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { CannotStart } from './cannot-start.ts'

/** An account of the system, by its numbers. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const name = 'usher-postgres'

export const isRoot = () => process.getuid?.() === 0

/** Null: PostgreSQL runs as whoever runs this. As root: the account made for it, or `nobody` where none can be made. */
export function findAccount(): Account | null {
  if (!isRoot()) return null
  const account = findWhere(user => user === name) ?? addAccount() ?? findWhere(user => user === 'nobody')
  if (!account) throw new CannotStart('PostgreSQL does not run as root, and there is no other user here to run it as.')
  return account
}

/** The account that files with these owners belong to, whether or not it still has a name. */
export function accountOf({ uid, gid }: { uid: number; gid: number }): Account {
  return findWhere((_, id) => id === uid) ?? { name: String(uid), uid, gid }
}

/** For `spawn`: who runs the program, where it finds itself, and an environment that holds none of our secrets. */
export function identity(account: Account | null) {
  const env = { PATH: process.env.PATH, LC_ALL: 'C' }
  return account ? { env, cwd: '/', uid: account.uid, gid: account.gid } : { env, cwd: '/' }
}

/** Whether the account can go into the folder: asked of the system itself, which knows more than mode bits. */
export function canEnter(folder: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$0"', folder], identity(account)).status === 0
}

/** Root's own folder that every account can enter: for what PostgreSQL's account cannot reach where it is. */
export function makeSharedFolder(): string {
  const folder = '/var/lib/usher'
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755) // whatever the umask is
  return folder
}

function addAccount(): Account | null {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', name])
  return findWhere(user => user === name)
}

function findWhere(wanted: (user: string, uid: number) => boolean): Account | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user = '', , uid, gid] = line.split(':')
    if (user && wanted(user, Number(uid))) return { name: user, uid: Number(uid), gid: Number(gid) }
  }
  return null
}
