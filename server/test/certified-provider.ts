/** `oidc-provider`, certified and made by others, where one person is signed in by the press of a button; and a browser to press it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'

const ida = {
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
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...ida }) }),
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
  server.on('request', (request, response) =>
    request.url?.startsWith('/interaction/')
      ? provider.interactionFinished(request, response, { login: { accountId: 'ida-4711', amr: ['pwd'] } })
      : itself(request, response),
  )
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { issuer, told, close }
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
