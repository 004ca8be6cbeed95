import createClient from 'openapi-fetch'
import { ApiError, readProblem } from './errors.ts'
import type { paths } from './schema.gen.ts'

/** Typed calls to the server this page came from; the session is a cookie that scripts do not see. */
export const client = createClient<paths>()

/** The body of a successful answer; anything else is thrown as an `ApiError`. */
export async function getAnswer<Body>(call: Promise<{ data?: Body; error?: unknown; response: Response }>) {
  const { data, error, response } = await call.catch(rejectUnanswered)
  if (!response.ok) throw readProblem(response, error)
  return data as Body
}

function rejectUnanswered(error: unknown): never {
  // fetch rejects with a TypeError when no answer came; any other error is an answer that cannot be read.
  throw new ApiError(error instanceof TypeError ? 'unreachable' : 'unexpected')
}
