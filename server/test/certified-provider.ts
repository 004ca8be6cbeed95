/** `oidc-provider`, certified and made by others, where one person is signed in by the press of a button; and a browser to press it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import type { Api } from './api.ts'
import type { TestServer } from './server.ts'
import { type Jar, visit } from './sign-on.ts'

const ida = {
  sub: 'ida-4711',
  email: 'ida@school.example',
  email_verified: true,
  name: 'Ida Example',
  given_name: 'Ida',
  family_name: 'Example',
  groups: ['Teachers', 'Chess'],
}

export interface ClientOfIt {
  readonly client_id: string
  readonly client_secret: string
  readonly redirect_uris: readonly string[]
  readonly [setting: string]: unknown
}

/** Its clients may be known only once its address is. */
export async function startCertifiedProvider(
  known: readonly ClientOfIt[] | ((issuer: string) => Promise<readonly ClientOfIt[]>),
) {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clients = typeof known === 'function' ? await known(issuer) : known
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  /** Who presses the button next. */
  const door = { person: ida }
  const people = new Map<string, typeof ida>()
  /** What it told others in their back channel. */
  const told: { readonly url: string; readonly form: URLSearchParams }[] = []
  const provider = new Provider(issuer, {
    clients,
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'rsa-1', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a key of the test'] },
    claims: {
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name'],
      groups: ['groups'],
    },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => people.get(id) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    async loadExistingGrant({ oidc }: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId })
      grant.addOIDCScope('openid email profile groups')
      await grant.save()
      return grant
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    async fetch(url: string | URL, { body }: { body?: unknown } = {}) {
      told.push({ url: String(url), form: new URLSearchParams(String(body)) })
      return new Response(null, { status: 200 })
    },
  })
  const itself = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return itself(request, response)
    const { person } = door
    people.set(person.sub, person)
    return provider.interactionFinished(request, response, { login: { accountId: person.sub, amr: ['pwd'] } })
  })
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  /** From now on it is signed in by somebody of this name. */
  const enter = (name: string) => {
    door.person = { ...ida, sub: `${name}-4711`, email: `${name}@school.example`, given_name: name }
  }
  return { issuer, told, close, enter }
}

const client_secret = 'a secret that the two of them know'

/** One of an organization's own, which nobody has tried yet, and a sign-in by it. */
export async function openCertifiedSchool(usher: TestServer, api: Api) {
  const oidc = { issuer: 'http://127.0.0.1:9', client_id: 'usher' }
  const made = await api.post('/api/identity-providers', { name: 'School', oidc, client_secret })
  const { id, ours } = made.body
  const provider = await startCertifiedProvider([
    {
      ...{ client_id: 'usher', client_secret, redirect_uris: [ours.redirect_uri] },
      backchannel_logout_uri: ours.backchannel_logout_uri,
      backchannel_logout_session_required: true,
      post_logout_redirect_uris: [`${usher.url}/sign-in`, ours.post_logout_redirect_uri],
    },
  ])
  const changed = await api.patch(`/api/identity-providers/${id}`, { oidc: { ...oidc, issuer: provider.issuer } })
  if (changed.status !== 200) throw new Error(JSON.stringify(changed.body))
  return {
    id: id as number,
    provider,
    async signOn(start: string, browser = createBrowser()) {
      const jar: Jar = new Map()
      const { location } = await visit(jar, start)
      const back = await browser.follow(location?.href ?? '', provider.issuer)
      return { jar, ...(await visit(jar, back)) }
    },
  }
}

/** As much of a browser as it takes: cookies, redirects, and forms that are sent by their button. */
export function createBrowser() {
  const jar = new Map<string, string>()
  return {
    /** Where it ends up, once that is outside of the provider. */
    async follow(address: string, issuer: string): Promise<URL> {
      let url = new URL(address)
      let form: URLSearchParams | null = null
      while (url.href.startsWith(issuer)) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
        const response: Response = await fetch(url, {
          method: form ? 'POST' : 'GET',
          body: form,
          headers: { cookie },
          redirect: 'manual',
        })
        for (const [, name = '', value = ''] of response.headers
          .getSetCookie()
          .map(line => /^([^=]+)=([^;]*)/.exec(line) ?? []))
          jar.set(name, value)
        const location = response.headers.get('location')
        const page = await response.text()
        const [, action] = /action="([^"]+)"/.exec(page) ?? []
        if (!location && !action) throw new Error(`${url.href} answers ${response.status}: ${page}`)
        form = location
          ? null
          : new URLSearchParams({ xsrf: /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '', logout: 'yes' })
        url = new URL(location ?? action ?? '', url)
      }
      return url
    },
  }
}
