/** Signing in at a whole Usher by a provider that says whatever a test has it say. */
import { openApi } from './api.ts'
import { clientId, clientSecret, type Provider, sign, startProvider } from './oidc.ts'
import type { TestServer } from './server.ts'

/** A browser that has been there: its cookies, by name. */
export type Jar = Map<string, string>

export interface Visit {
  readonly status: number
  /** Where it is sent; null: nowhere. */
  readonly location: URL | null
}

/** One request of a browser, whose cookies come and go; it follows nothing. */
export async function visit(jar: Jar, url: string | URL, init: RequestInit = {}): Promise<Visit & { body: string }> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, { ...init, headers: { ...init.headers, cookie }, redirect: 'manual' })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '') jar.delete(name)
    else jar.set(name, value)
  }
  const location = response.headers.get('location')
  return { status: response.status, location: location ? new URL(location, url) : null, body: await response.text() }
}

export interface School {
  readonly id: number
  readonly idp: Provider
  /** Goes to the provider, which vouches for somebody, and comes back. */
  signOn(
    claims: object,
    options?: { readonly jar?: Jar; readonly start?: string; readonly to?: string },
  ): Promise<Visit & { jar: Jar }>
  /** As far as where the browser is sent back to. */
  away(
    claims: object,
    options?: { readonly jar?: Jar; readonly start?: string; readonly to?: string },
  ): Promise<{ jar: Jar; back: URL }>
}

/** A provider of an organization, tried and switched on. */
export async function openSchool(usher: TestServer, organization: string, changes: object = {}): Promise<School> {
  const idp = await startProvider()
  const api = await openApi(usher, { organization })
  const provider = {
    name: `${organization} by its own`,
    oidc: { issuer: idp.issuer, client_id: clientId },
    client_secret: clientSecret,
  }
  const { body } = await api.post('/api/identity-providers', { ...provider, ...changes })
  if (body.id === undefined) throw new Error(JSON.stringify(body))
  const { id } = body

  /** By the code that is exchanged for it. */
  const said = new Map<string, object>()
  idp.answers['/token'] = async form => {
    const id_token = await sign({ ...said.get(form.get('code') ?? '') }, idp.key)
    return { body: { access_token: 'a', token_type: 'Bearer', id_token } }
  }
  delete (idp.metadata as Partial<typeof idp.metadata>).userinfo_endpoint

  const away: School['away'] = async (claims, { jar = new Map(), start, to = '/' } = {}) => {
    const { location } = await visit(jar, start ?? `${usher.url}/api/sign-on/${id}/start?to=${encodeURIComponent(to)}`)
    if (!location?.href.startsWith(idp.issuer)) throw new Error(`It went to ${location?.href}`)
    const asked = location.searchParams
    const seconds = Math.floor(Date.now() / 1000)
    const saying = {
      ...{ iss: idp.issuer, aud: clientId, iat: seconds, exp: seconds + 300, nonce: asked.get('nonce') },
      ...claims,
    }
    const code = `code for ${asked.get('state')}`
    said.set(code, saying)
    const back = new URL(asked.get('redirect_uri') ?? '')
    back.search = `${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`
    return { jar, back }
  }
  const signOn: School['signOn'] = async (claims, options) => {
    const { jar, back } = await away(claims, options)
    return { ...(await visit(jar, back)), jar }
  }

  const trial = await api.post(`/api/identity-providers/${id}/test`)
  await signOn(
    { sub: 'who-tries-it', email: 'it@school.example', auth_time: Math.floor(Date.now() / 1000) },
    { start: trial.body.url },
  )
  const on = await api.patch(`/api/identity-providers/${id}`, { enabled: true })
  if (on.status !== 200) {
    const log = await api.get(`/api/identity-providers/${id}/sign-ons`)
    throw new Error(JSON.stringify([on.body, log.body]))
  }
  return { id, idp, away, signOn }
}
