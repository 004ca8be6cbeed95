/** Calls as a browser makes them: with its cookies, and giving those that it has then. */

interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is for the test to look at
  readonly body: any
  readonly cookie: string
}

export type Send = (
  method: string,
  path: string,
  cookie?: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>

/** The server is asked for when something is sent: a test starts it later. */
export function browserOn(server: () => { readonly url: string }): Send {
  return async (method, path, cookie, body, headers) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(server().url + path, {
      method,
      headers: { ...type, ...(cookie && { cookie }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
      cookie: cookiesOf(response),
    }
  }
}

/** As a browser sends them back. */
export function cookiesOf({ headers }: Response): string {
  return headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
}
