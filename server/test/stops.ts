/** How long the server keeps to itself: requests are sent from a thread of their own, whose work is not counted. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Answered, Sending } from './send.ts'

/** The most work between two turns of the event loop, in milliseconds: what others on the machine do does not count. */
export function watchStops() {
  const used = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let [before, longest] = [used(), 0]
  const timer = setInterval(() => {
    const now = used()
    longest = Math.max(longest, now - before)
    before = now
  }, 5)
  return {
    end() {
      clearInterval(timer)
      return longest
    },
  }
}

/** Sends the requests one after the other, and says of each what it was answered and the longest stop meanwhile. */
export async function sendWatched(url: string, requests: readonly Sending[]): Promise<(Answered & { stop: number })[]> {
  const worker = new Worker(new URL('./send.ts', import.meta.url))
  const answers: (Answered & { stop: number })[] = []
  for (const request of requests) {
    const stops = watchStops()
    worker.postMessage({ ...request, url: url + request.path })
    const [answer] = (await once(worker, 'message')) as [Answered]
    answers.push({ ...answer, stop: Math.round(stops.end()) })
  }
  await worker.terminate()
  return answers
}
