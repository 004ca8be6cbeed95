import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type NameServer, startNameServer } from '../../test/name-server.ts'
import { clientId, clientSecret, type Provider, startProvider } from '../../test/oidc.ts'
import { runUsher } from '../../test/run-usher.ts'
import { makeTestKey } from '../../test/saml.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { visit } from '../../test/sign-on.ts'

let idp: Provider
let names: NameServer
let usher: TestServer
const folder = mkdtempSync(join(tmpdir(), 'usher-'))
const secretKey = 'the secret of the server and of its commands'
beforeAll(async () => {
  idp = await startProvider()
  names = await startNameServer()
  usher = await startTestServer({ secretKey })
})
afterAll(async () => {
  await usher.close()
  idp.close()
  names.close()
  rmSync(folder, { recursive: true })
})

const run = (...args: string[]) =>
  runUsher(usher.databaseUrl, args, { SECRET_KEY: secretKey, PUBLIC_URL: usher.url, DNS_SERVERS: names.address })
const provider = (...args: string[]) => run('identity-provider', ...args)
// biome-ignore lint/suspicious/noExplicitAny: whatever a command says
async function read(...args: string[]): Promise<any> {
  const { stdout, stderr, status } = await run(...args, '--json')
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}
function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const create = ['create', '--organization', 'acme-prep', '--name', 'Acme School']
const byOidc = () => ['--issuer', idp.issuer, '--client-id', clientId]
const ofSecret = () => ['--client-secret-file', file('secret', `${clientSecret}\n`)]

test('a provider is added, tried at an address, switched on, demanded, mapped and taken away', async () => {
  const made = await provider(...create, ...byOidc(), ...ofSecret(), '--scopes', 'groups')
  expect(made).toMatchObject({ status: 0, stdout: expect.stringContaining('off until it was tried') })
  expect(made.stdout).toMatch(/redirect_uri +http\S+\/callback/)
  expect(made.stdout + made.stderr).not.toContain(clientSecret)
  const [{ id, oidc }] = await read('identity-provider', 'list', '--organization', 'acme-prep')
  expect(oidc).toMatchObject({ issuer: idp.issuer, scopes: ['groups'] })
  expect(await provider('show', `${id}`)).toMatchObject({
    stdout: expect.stringContaining(`/api/sign-on/${id}/callback`),
  })

  expect(await provider('enable', `${id}`)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Try it first'),
  })
  expect(await provider('require', `${id}`)).toMatchObject({ status: 1, stderr: expect.stringContaining('off') })
  const { stdout } = await provider('test-address', `${id}`)
  expect(await visit(new Map(), stdout.trim())).toMatchObject({ location: { origin: idp.issuer } })
  expect(await visit(new Map(), stdout.trim())).toMatchObject({ status: 410 })
  await usher.database.pool.query('update identity_providers set tested_at = now()')
  expect(await provider('enable', `${id}`)).toMatchObject({ status: 0, stdout: expect.stringContaining('is on') })
  expect(await provider('require', `${id}`)).toMatchObject({ status: 0 })
  expect(await read('org', 'list')).toMatchObject([{ slug: 'acme-prep', sign_in_mode: 'single_sign_on' }])
  expect(await provider('update', `${id}`, '--name', 'Lakeside')).toMatchObject({
    stdout: expect.not.stringContaining('off'),
  })
  const other = await read('identity-provider', 'update', `${id}`, '--client-id', 'another')
  expect(other).toMatchObject({ name: 'Lakeside', enabled: false, oidc: { issuer: idp.issuer, client_id: 'another' } })

  const { rows } = await usher.database.pool.query(
    `insert into groups (organization_id, name) select id, 'Readers' from organizations returning id`,
  )
  const mappings = [{ value: 'Readers', group: rows[0].id, follow: true }]
  const set = await provider('map', `${id}`, '--file', file('mappings.json', JSON.stringify({ mappings })))
  expect(JSON.parse(set.stdout)).toMatchObject({ mappings })
  expect(JSON.parse((await provider('map', `${id}`)).stdout)).toMatchObject({ mappings })
  expect(await provider('map', `${id}`, '--file', file('wrong.json', '{"mapping":[]}'))).toMatchObject({ status: 2 })

  await usher.database.pool.query(
    `insert into sign_ons (provider_id, result, email, refused_by, code) values ($1, 'refused', 'ida@school.example', 'audience', 'x')`,
    [id],
  )
  expect((await provider('sign-ons', `${id}`, '--result', 'refused')).stdout).toMatch(/ida@school.example +audience: x/)
  expect(await provider('remove', `${id}`)).toMatchObject({ status: 2, stderr: expect.stringContaining('--yes') })
  expect(await provider('remove', `${id}`, '--yes')).toMatchObject({ status: 0 })
  const log = await usher.database.pool.query(
    `select distinct kind, actor_kind, source from operations where kind like '%identity_provider' order by kind`,
  )
  expect(log.rows).toEqual(
    ['create', 'delete', 'update'].map(verb => ({
      kind: `${verb}_identity_provider`,
      actor_kind: 'system',
      source: 'cli',
    })),
  )
})

test('by SAML its metadata is read of a file or from its address', async () => {
  const { certificate } = await makeTestKey()
  const xml = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.school.example/saml">
    <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing">
    <KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate.replace(/-----[^-]+-----|\s/g, '')}
    </X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService
    Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.school.example/sso"/>
    </IDPSSODescriptor></EntityDescriptor>`
  const saml = { entity_id: 'https://idp.school.example/saml', sign_on_url: 'https://idp.school.example/sso' }
  const path = file('metadata.xml', xml)
  expect(await read('identity-provider', ...create, '--metadata', path)).toMatchObject({ saml })
  idp.answers['/metadata'] = () => ({ body: xml })
  const fetched = await read('identity-provider', ...create, '--metadata-url', `${idp.issuer}/metadata`)
  expect(fetched).toMatchObject({ saml: { ...saml, metadata_url: `${idp.issuer}/metadata` } })
})

test.each([
  ['neither of both ways', [], 2, 'Say where it is'],
  ['no client', ['--issuer', 'https://x.example'], 2, '--client-id is required'],
  [
    'Entra for everybody',
    ['--issuer', 'https://login.microsoftonline.com/common/v2.0', '--client-id', 'x'],
    2,
    '--issuer must',
  ],
  ['metadata that is none', ['--metadata', import.meta.filename], 2, '--metadata cannot be used'],
])('%s is refused', async (_, args, status, words) => {
  const ran = await provider(...create, ...args)
  expect(ran).toMatchObject({ status, stdout: '', stderr: expect.stringContaining(words) })
})

test('a domain is claimed, proven by its record, and given up', async () => {
  const claimed = await run('domain', 'add', 'school.example', '--organization', 'acme-prep')
  expect(claimed).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('_usher.school.example TXT usher-domain='),
  })
  const [{ id, record }] = await read('domain', 'list', '--organization', 'acme-prep')
  expect(await run('domain', 'check', `${id}`)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(record.value),
  })
  names.records.set(record.name, record.value)
  expect(await run('domain', 'check', `${id}`)).toMatchObject({
    status: 0,
    stdout: 'Domain school.example is proven.\n',
  })
  expect(await run('domain', 'remove', `${id}`)).toMatchObject({ status: 0 })
  expect(await read('domain', 'list', '--organization', 'acme-prep')).toEqual([])
  expect(await run('domain', 'check', `${id}`)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no domain'),
  })
})
