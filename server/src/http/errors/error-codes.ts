/** Every code that an error of the native API can have: the one table behind the answers, the guide and the page. */
import type { RefusalCode } from '../../lib/refusal.ts'

export type ErrorCode = RefusalCode | 'internal'

export interface ErrorKind {
  readonly status: number
  readonly title: string
  /** What happened. */
  readonly meaning: string
  /** What to do about it. */
  readonly remedy: string
}

export const errorKinds: Readonly<Record<ErrorCode, ErrorKind>> = {
  invalid: {
    status: 400,
    title: 'The request is not valid',
    meaning:
      'Something in the address, the headers or the body is not as it should be. `errors` names every such field.',
    remedy: 'Correct the fields and send it again.',
  },
  unreadable_request: {
    status: 400,
    title: 'The request is not readable',
    meaning: 'What came in is not HTTP, or its address has a percent sign where none belongs.',
    remedy: 'Check the address and the program that sends it.',
  },
  unknown_version: {
    status: 400,
    title: 'There is no such version of the API',
    meaning: 'The header `Usher-Version` names a version that does not exist.',
    remedy: "Leave the header out: then your key's own version holds. It is in every answer.",
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    meaning:
      'No key was sent and nobody is signed in; or the key is mistyped, unknown, revoked, expired, or not allowed from your address.',
    remedy:
      'Send a key, as `Authorization: Bearer …` or as `X-API-Key`. `detail` says what is wrong with the one that you sent.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    meaning:
      'It is known who asks, but their scopes or roles do not allow this; or they would give away more than they have.',
    remedy: 'Have the permission that `detail` names added to the scopes of the key, or to a role of the person.',
  },
  proof_needed: {
    status: 403,
    title: 'Show that it is you',
    meaning:
      'It is dangerous, and the person of the session proved longer than ten minutes ago who it is. A key is never asked.',
    remedy:
      'Prove it by one of what `how` names (`POST /api/me/proof`; `provider`: sign in there anew), and send the request again.',
  },
  second_factor_needed: {
    status: 403,
    title: 'Set up a second factor first',
    meaning:
      'The organization asks that whoever signs in by a password has a second factor, and the time to set one up is over. A key is never asked.',
    remedy: 'The person sets one up (`POST /api/me/authenticator`, or on the profile), and sends the request again.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    meaning:
      'There is no such thing, or it lies outside the organization or the teams that the caller acts in. The two are not told apart.',
    remedy:
      'Check the id, the slug and the address, whose key it is, and for a person the header `Usher-Organization`.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The address is right, the method is not.',
    remedy: 'Take a method that the reference lists for this address.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long',
    meaning: 'The request did not arrive in time.',
    remedy: 'Send it again, whole.',
  },
  conflict: {
    status: 409,
    title: 'In conflict with what is there',
    meaning:
      'What is there does not allow it: a name that is taken, a thing that is in use, a state that it cannot leave.',
    remedy: '`detail` and `errors` say what stands in the way. Read it again before you decide.',
  },
  idempotency_key_in_use: {
    status: 409,
    title: 'Still under way',
    meaning: 'A request with the same `Idempotency-Key` has not been answered yet.',
    remedy: 'Send it again in a few seconds: you get the answer of the first.',
  },
  idempotency_answer_lost: {
    status: 409,
    title: 'Done, but the answer was lost',
    meaning:
      'The request with this `Idempotency-Key` was done, once; then the server ended before its answer was kept.',
    remedy:
      'Do not send it with another key. `detail` names its operation: `GET /api/operations/{id}` shows what it changed.',
  },
  gone: {
    status: 410,
    title: 'No longer there',
    meaning: 'It was there and has ended: an expired link, for instance.',
    remedy: 'Ask for a new one.',
  },
  precondition_failed: {
    status: 412,
    title: 'It was changed meanwhile',
    meaning: 'The thing is no longer in the state that `If-Match` names.',
    remedy: 'Read it again, decide whether your change still makes sense, and send the new `ETag`.',
  },
  too_large: {
    status: 413,
    title: 'The request is too large',
    meaning: 'The body is larger than may be sent.',
    remedy: 'Send less at a time.',
  },
  address_too_long: {
    status: 414,
    title: 'The address is too long',
    meaning: 'No address here is as long as this.',
    remedy: 'Send long values in the body.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    meaning: 'The body is not JSON, or does not say so.',
    remedy: 'Send JSON, with `Content-Type: application/json`.',
  },
  unsupported_encoding: {
    status: 415,
    title: 'Unsupported content encoding',
    meaning: 'The body is packed in a way that is not understood here, as `Content-Encoding` says.',
    remedy: 'Pack it with gzip, deflate, br or zstd, or leave the header out and send it as it is.',
  },
  unmet_expectation: {
    status: 417,
    title: 'The expectation cannot be met',
    meaning: 'The header `Expect` asks for something other than `100-continue`.',
    remedy: 'Leave the header out.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Another request had this Idempotency-Key',
    meaning: 'The same `Idempotency-Key` came before with another address or another body.',
    remedy: 'Make a new key for each new request; send a request again exactly as it was.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    meaning:
      'The key or the person has made as many calls in this minute as they may, or too many calls with bad keys came from your address.',
    remedy: 'Wait as many seconds as `Retry-After` says. `RateLimit` tells with each answer how many are left.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    meaning: 'The headers together are larger than may be sent.',
    remedy: 'Send fewer or shorter headers.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    meaning: 'A fault of the server.',
    remedy: 'Try again; if it stays, tell whoever runs the server the `request_id`: it is in the log.',
  },
  unavailable: {
    status: 503,
    title: 'Not available right now',
    meaning: 'The database cannot be reached, or more is waiting than can be taken on. Nothing was changed.',
    remedy: 'Try again after the seconds in `Retry-After`. With an `Idempotency-Key` that is always safe.',
  },
}
