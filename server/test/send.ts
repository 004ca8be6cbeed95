/** A thread that sends what it is told to, and says of each answer no more than it is asked. */
import { parentPort } from 'node:worker_threads'

export interface Sending {
  readonly method?: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answered {
  readonly status: number
  readonly length: number
  readonly beginning: string
  readonly ending: string
}

parentPort?.on('message', async ({ url, method = 'POST', headers, body }: Sending & { url: string }) => {
  const answer = await fetch(url, { method, headers, body })
  const text = await answer.text()
  const told: Answered = {
    status: answer.status,
    length: text.length,
    beginning: text.slice(0, 500),
    ending: text.slice(-500),
  }
  parentPort?.postMessage(told)
})
