import { useRef } from 'react'

type Call<Done> = Promise<{ data?: Done; error?: unknown; response: Response }>
type Key = { 'idempotency-key': string }

/** For what adds up: the same sent again, because no answer came, is done once. What was answered may be sent anew. */
export function useOnce() {
  const unanswered = useRef<{ written: string; key: string } | null>(null)
  return async <Body, Done>(body: Body, send: (body: Body, headers: Key) => Call<Done>): Call<Done> => {
    const written = JSON.stringify(body)
    if (unanswered.current?.written !== written) unanswered.current = { written, key: makeKey() }
    const answer = await send(body, { 'idempotency-key': unanswered.current.key })
    if (answer.response.status < 500) unanswered.current = null
    return answer
  }
}

/** `randomUUID` is there on secure pages alone. */
function makeKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
