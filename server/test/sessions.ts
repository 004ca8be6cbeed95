/** People who have signed in, with a real session, as callers of the API. */
import { hashPassword } from '../src/identity/passwords.ts'
import { createSessions } from '../src/sessions/sessions.ts'
import { type Api, openApi, openApiAs } from './api.ts'
import { cookiesOf } from './browser.ts'
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
  const cookie = cookiesOf(answer)
  return { id: user.id, email, cookie, ...openApiAs(usher, { cookie, 'usher-organization': organization }) }
}

/** The same person in another browser, vouched for by the identity provider of an organization, which may be another one. */
export async function signInByProvider(usher: TestServer, person: Person, organization: string): Promise<Person> {
  const { pool } = usher.database
  const { rows } = await pool.query(
    `with found as (
      select p.id from identity_providers p join organizations o on o.id = p.organization_id where o.slug = $1 and p.name = $1
    ), made as (
      insert into identity_providers (organization_id, protocol, preset, name, enabled)
      select id, 'oidc', 'other', $1, true from organizations where slug = $1 and not exists (select from found)
      returning id
    )
    insert into identities (provider_id, issuer, subject, user_id)
    select id, 'https://idp.example.com', gen_random_uuid(), $2 from (table found union all table made) as provider
    returning id`,
    [organization, person.id],
  )
  const sessions = createSessions({ database: usher.database, config: { publicUrl: usher.url } })
  const browser = { cookie: undefined, ip: null, userAgent: undefined }
  const cookies = await sessions.start(
    { identityId: rows[0].id, providerSession: null, endsAt: null, signOut: null },
    browser,
  )
  const cookie = cookies?.[0]?.split(';')[0] ?? ''
  return { ...person, cookie, ...openApiAs(usher, { cookie, 'usher-organization': organization }) }
}
