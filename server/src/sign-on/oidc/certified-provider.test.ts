import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, startCertifiedProvider } from '../../../test/certified-provider.ts'
import { clientId, clientSecret, reach } from '../../../test/oidc.ts'
import { createGuardedFetch } from '../../lib/network/guarded-fetch.ts'
import { claimNames } from './claims.ts'
import type { OidcConnection } from './connection.ts'
import { createOidc } from './oidc.ts'

const usher = 'https://usher.example.com/sign-on'
let provider: Awaited<ReturnType<typeof startCertifiedProvider>>
let connection: OidcConnection
const outside = createGuardedFetch(reach)
const oidc = createOidc({ outside })
beforeAll(async () => {
  provider = await startCertifiedProvider([
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [`${usher}/1/callback`],
      post_logout_redirect_uris: [`${usher}/bye`],
      backchannel_logout_uri: `${usher}/1/logout`,
      backchannel_logout_session_required: true,
    },
    { client_id: 'without-groups', client_secret: clientSecret, redirect_uris: [`${usher}/2/callback`] },
  ])
  const discovered = await oidc.discover(provider.issuer)
  if (discovered.outcome !== 'found') throw new Error(discovered.problem.detail)
  connection = {
    id: 1,
    metadata: discovered.metadata,
    clientId,
    clientSecret,
    clientAuth: null,
    redirectUri: `${usher}/1/callback`,
    preset: 'other',
    tenants: [],
    claims: claimNames('other'),
    looksAt: [],
    scopes: ['email', 'profile', 'groups'],
  }
})
afterAll(() => {
  outside.close()
  provider.close()
})

async function comeBack(browser = createBrowser(), forceFresh = false) {
  const { url, pending } = await oidc.beginSignOn(connection, { forceFresh, loginHint: 'ida@school.example' })
  const back = await browser.follow(url, provider.issuer)
  return { back, pending, answer: back.searchParams }
}

test('somebody comes in by a certified provider, and goes by it', async () => {
  const browser = createBrowser()
  const { back, answer, pending } = await comeBack(browser)
  expect(`${back.origin}${back.pathname}`).toBe(connection.redirectUri)
  const outcome = await oidc.finishSignOn(connection, answer, pending)
  if (outcome.outcome !== 'identity') throw new Error(JSON.stringify(outcome))
  expect(outcome.checks.filter(({ passed }) => !passed)).toEqual([])
  const { identity } = outcome
  expect(identity).toMatchObject({
    issuer: provider.issuer,
    subject: 'ida-4711',
    sid: expect.stringMatching(/./),
    claims: {
      email: 'ida@school.example',
      email_verified: true,
      first_name: 'Ida',
      last_name: 'Example',
      name: 'Ida Example',
      groups: { values: ['Teachers', 'Chess'], areAll: true },
    },
  })

  const goodbye = oidc.endSessionUrl(connection, { idToken: identity.idToken, returnTo: `${usher}/bye` })
  expect((await browser.follow(goodbye ?? '', provider.issuer)).href).toBe(`${usher}/bye`)
  const [letter, ...more] = provider.told
  expect([letter?.url, more]).toEqual([`${usher}/1/logout`, []])
  const told = await oidc.readLogoutToken(connection, letter?.form.get('logout_token') ?? '')
  expect(told).toMatchObject({ outcome: 'logout', logout: { sid: identity.sid, jti: expect.stringMatching(/./) } })
})

test('somebody who is asked anew says when they were looked at', async () => {
  const { answer, pending } = await comeBack(createBrowser(), true)
  const outcome = await oidc.finishSignOn(connection, answer, pending)
  expect(outcome).toMatchObject({ outcome: 'identity', identity: { authTime: expect.any(Date) } })
})

test('a code counts once', async () => {
  const { answer, pending } = await comeBack()
  expect(await oidc.finishSignOn(connection, answer, pending)).toMatchObject({ outcome: 'identity' })
  const again = await oidc.finishSignOn(connection, answer, pending)
  expect(again).toMatchObject({ refused: { check: 'token_endpoint', code: 'code_refused' } })
})

test('a code that somebody else got is of no use, without their verifier and their nonce', async () => {
  const injected = async (of: (mine: typeof pending, theirs: typeof pending) => typeof pending) => {
    const [mine, theirs] = [await comeBack(), await comeBack()]
    mine.answer.set('code', theirs.answer.get('code') ?? '')
    return oidc.finishSignOn(connection, mine.answer, of(mine.pending, theirs.pending))
  }
  const { pending } = await comeBack()
  expect(await injected(mine => mine)).toMatchObject({ refused: { check: 'token_endpoint', code: 'code_refused' } })
  expect(await injected((mine, { verifier }) => ({ ...mine, verifier }))).toMatchObject({
    refused: { check: 'nonce', code: 'nonce_other' },
  })
  expect(await injected((mine, { verifier, nonce }) => ({ ...mine, verifier, nonce }))).toMatchObject({
    outcome: 'identity',
  })
})

test('a code of one connection is of no use to another', async () => {
  const { answer, pending } = await comeBack()
  const other = { ...connection, id: 2, clientId: 'without-groups', redirectUri: `${usher}/2/callback` }
  const outcome = await oidc.finishSignOn(other, answer, pending)
  expect(outcome).toMatchObject({ refused: { check: 'token_endpoint', code: 'code_refused' } })
})

test('a secret that is wrong is told', async () => {
  const { answer, pending } = await comeBack()
  const outcome = await oidc.finishSignOn({ ...connection, clientSecret: 'other' }, answer, pending)
  expect(outcome).toMatchObject({ refused: { check: 'token_endpoint', code: 'client_refused' } })
})
