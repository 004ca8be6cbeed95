import createClient from 'openapi-fetch'
import { ApiError, readProblem } from './errors.ts'
import { type Proof, proofNeeded, sessionOver } from './person/asking.ts'
import type { paths } from './schema.gen.ts'

/** Typed calls to the server this page came from; the session is a cookie that scripts do not see. */
export const client = createClient<paths>({ fetch: fetchSignedIn })

/** The same, in the name of what the person may do in an organization; `seen`: it changes the thing that was of that moment. */
export function clientOf(organization: string, seen?: string) {
  const made = createClient<paths>({ fetch: fetchSignedIn, headers: { 'usher-organization': organization } })
  if (seen)
    made.use({
      onRequest: ({ request }) => {
        if (request.method === 'PATCH') request.headers.set('if-match', tagOf(seen))
      },
    })
  return made
}

/** The `ETag` of a thing as it was at that moment. */
export function tagOf(updatedAt: string): string {
  return `"${updatedAt}"`
}

/** With a key, as a program would call: the person's session stays out of it. */
export function clientWith(key: string) {
  return createClient<paths>({ fetch: fetchToShow, credentials: 'omit', headers: { authorization: `Bearer ${key}` } })
}

/** The body of a successful answer; anything else is thrown as an `ApiError`. */
export async function getAnswer<Body>(call: Promise<{ data?: Body; error?: unknown; response: Response }>) {
  const { data, error, response } = await call.catch(rejectUnanswered)
  if (!response.ok) throw readProblem(response, error)
  return data as Body
}

/**
 * What changes something waits until its person has signed in again, should the session be over, or has proven that it is them,
 * where the server wants that; and then goes on.
 */
async function fetchSignedIn(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const isAnswerToIt = pathname.startsWith('/api/auth/') || pathname === '/api/me/proof'
  const again = request.method === 'GET' || isAnswerToIt ? null : request.clone()
  const response = await fetchToShow(request)
  return again && (await mayGoOn(response)) ? fetchToShow(again) : response
}

async function mayGoOn(response: Response): Promise<boolean> {
  if (response.status === 401) return sessionOver.ask()
  if (response.status !== 403 || !response.headers.get('content-type')?.includes('json')) return false
  const { code, how } = (await response.clone().json()) as { code: string; how: readonly Proof[] }
  return code === 'proof_needed' && proofNeeded.ask(how)
}

/** As `fetch`, with hosts in their own letters. What turns them is loaded where there are any: few ever need it. */
async function fetchToShow(request: Request): Promise<Response> {
  const answer = await fetch(request)
  if (!answer.headers.get('content-type')?.includes('json')) return answer
  const body = await answer.clone().text()
  if (!body.includes('xn--')) return answer
  const { showHosts } = await import('./show-hosts.ts')
  return new Response(showHosts(body), answer)
}

function rejectUnanswered(error: unknown): never {
  // fetch rejects with a TypeError when no answer came; any other error is an answer that cannot be read.
  throw new ApiError(error instanceof TypeError ? 'unreachable' : 'unexpected')
}
