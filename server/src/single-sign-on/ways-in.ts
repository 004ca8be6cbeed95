/** How somebody signs in: asked before it is known who it is, so that nothing is looked up but what the domain says. */
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Reader } from '../db/database.ts'
import { normalizeEmail } from '../lib/email.ts'
import { Refusal } from '../lib/refusal.ts'
import { signInModeAt } from '../provisioning/load/sign-in-mode.ts'
import { readSender } from '../settings/read-branding.ts'

export interface WaysIn {
  /** Whether a password opens it. */
  readonly password: boolean
  readonly providers: { readonly id: number; readonly name: string; readonly url: string }[]
}

/** By the domain of an address, whoever's it is: the organization that has proven it, and the nearest providers up from there. */
export async function waysOfEmail(reader: Reader, config: Pick<Config, 'publicUrl'>, text: string): Promise<WaysIn> {
  const email = normalizeEmail(text)
  if (email === null)
    throw new Refusal('invalid', 'This is not an email address.', [{ field: 'email', message: 'Check the address.' }])
  const path = sql<number[]>`(select organization.path from domains domain
    join organizations organization on organization.id = domain.organization_id
    where domain.name = ${email.slice(email.lastIndexOf('@') + 1)} and domain.proven_at is not null
      and domain.lapsed_at is null and organization.archived_at is null)`
  return readWays(reader, config, path)
}

/** Of an organization's own page. Throws `not_found`. */
export async function waysOfOrganization(reader: Reader, config: Pick<Config, 'publicUrl'>, slug: string) {
  const organization = await reader
    .selectFrom('organizations')
    .select(['id', 'path'])
    .where('slug', '=', slug)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!organization) throw new Refusal('not_found', 'There is no such page to sign in.')
  const { id, path } = organization
  const [ways, sender] = await Promise.all([
    readWays(reader, config, sql`${[...path]}::bigint[]`),
    readSender(reader, id),
  ])
  return { ...ways, organization: sender }
}

/** The nearest organization up the tree that has any says all of them. */
async function readWays(
  reader: Reader,
  { publicUrl }: Pick<Config, 'publicUrl'>,
  path: ReturnType<typeof sql<number[]>>,
) {
  const { rows } = await sql<{ isSingle: boolean; providers: { id: number; name: string }[] }>`
    with place as (select ${path} as path), near as (
      select provider.id, provider.name, organization.path,
        max(cardinality(organization.path)) over () as nearest
      from place, identity_providers provider
      join organizations organization on organization.id = provider.organization_id
      where provider.organization_id = any(place.path) and provider.enabled
    )
    select coalesce(${sql.raw(signInModeAt('place.path'))}, 'password') = 'single_sign_on' as "isSingle",
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id)
        from near where cardinality(near.path) = nearest), '[]') as providers
    from place`.execute(reader)
  const { isSingle, providers } = rows[0] as (typeof rows)[number]
  return {
    password: !isSingle || providers.length === 0,
    providers: providers.map(({ id, name }) => ({ id, name, url: `${publicUrl}/api/sign-on/${id}/start` })),
  }
}
