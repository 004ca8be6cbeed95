/** People who have signed in, with a real session, as callers of the API. */
import { hashPassword } from '../src/identity/passwords.ts'
import { type Api, openApi, openApiAs } from './api.ts'
import type { TestServer } from './server.ts'

const password = 'a long enough password'
let hash: Promise<string> | undefined
let count = 0

export interface Person extends Api {
  readonly id: number
  readonly email: string
  /** Of the session. */
  readonly cookie: string
}

export interface Standing {
  /** By its slug. */
  readonly organization?: string
  readonly role?: string
  /** By its id. */
  readonly team?: number
  readonly teamRole?: string
}

/** Somebody new, who belongs there and has signed in. `Usher-Organization` is the organization unless a call says otherwise. */
export async function signIn(
  usher: TestServer,
  { organization = 'acme-prep', role = 'learner', team, teamRole = 'manager' }: Standing = {},
): Promise<Person> {
  const { pool } = usher.database
  const email = `person-${++count}@example.com`
  const owner = await openApi(usher, { organization })
  const { body: user } = await owner.post('/api/users', { email, first_name: 'Pat', send_welcome_email: false })
  if (role !== 'learner') await owner.patch(`/api/memberships/${organization}/${user.id}`, { role })
  if (team !== undefined) await owner.post(`/api/teams/${team}/members`, { user_id: user.id, role: teamRole })
  hash ??= hashPassword(password)
  await pool.query(`insert into passwords (user_id, hash) values ($1, $2)`, [user.id, await hash])
  const answer = await fetch(`${usher.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (answer.status !== 200) throw new Error(await answer.text())
  const cookie = answer.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  return { id: user.id, email, cookie, ...openApiAs(usher, { cookie, 'usher-organization': organization }) }
}
