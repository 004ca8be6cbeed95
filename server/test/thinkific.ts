/**
 * A Thinkific school on a port of its own, as far as its contract is known: its own state, people who act there, its limit, its
 * events, and whatever can go wrong on the way. It lives by the clock that it is given, and remembers every call.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer, Asked, Operation, Switches } from './thinkific/api.ts'
import { createEvents } from './thinkific/events.ts'
import { type Call, createFaults, type Fault } from './thinkific/faults.ts'
import { createItsPeople } from './thinkific/its-people.ts'
import { learningApi } from './thinkific/learning-api.ts'
import { createLimit, type LimitSettings, type ResetReading } from './thinkific/limit.ts'
import { peopleApi } from './thinkific/people-api.ts'
import { createSchool } from './thinkific/school.ts'

export type Thinkific = Awaited<ReturnType<typeof startThinkific>>

export const siteKey = '0123456789abcdef0123456789abcdef'
export const accessToken = `${siteKey}.an-access-token-is-longer-than-a-key`

const v1 = '/api/public/v1'
const v2 = '/api/v2'
const operations = [...peopleApi, ...learningApi].map(
  ([method, path, answer]) =>
    [method, new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`), answer] as const satisfies [
      string,
      RegExp,
      Operation[2],
    ],
)

export async function startThinkific({
  subdomain = 'acme',
  perMinute = 120,
  atOnce = 10,
  now = () => new Date(),
  wait = (ms: number) => new Promise<void>(go => setTimeout(go, ms)),
  webhookSecret = siteKey,
}: Partial<LimitSettings> & {
  readonly subdomain?: string
  readonly now?: () => Date
  /** For answers that are slow. */
  readonly wait?: (ms: number) => Promise<void>
  readonly webhookSecret?: string
} = {}) {
  const switches: Switches & { reset: ResetReading } = {
    again: 'refused',
    bundlesLaterMs: 0,
    mixesCourses: false,
    noPage: null,
    plan: 'api',
    reset: 'epoch seconds',
  }
  const events = createEvents({ subdomain, secret: webhookSecret, now, school: () => school })
  const school = createSchool(now, events.tell)
  const people = createItsPeople(school, now, events.tell)
  const limit = createLimit({ perMinute, atOnce }, now)
  const faults = createFaults(now)
  const calls: Call[] = []
  let underWay = 0
  let due: { readonly at: number; readonly what: () => void }[] = []

  /** What was to be done by now. */
  function catchUp() {
    const isDue = ({ at }: { readonly at: number }) => at <= now().getTime()
    const [ripe, rest] = [due.filter(isDue), due.filter(one => !isDue(one))]
    due = rest
    for (const { what } of ripe) what()
  }

  function answerTo(method: string, url: URL, body: Asked['body']): Answer {
    catchUp()
    if (url.pathname.startsWith(v2)) return events.answer(method, url.pathname.slice(v2.length), url.searchParams, body)
    const path = url.pathname.slice(v1.length)
    for (const [of, pattern, answer] of operations) {
      const [, ...ids] = (of === method && pattern.exec(path)) || []
      const later: Asked['later'] = (ms, what) => void due.push({ at: now().getTime() + ms, what })
      if (of === method && pattern.test(path))
        return answer({ school, now: now(), switches, ids, query: url.searchParams, body, later })
    }
    return { status: 404, body: { error: 'Record not found.' } }
  }

  function refusalOf(request: IncomingMessage, url: URL): Answer | null {
    const { authorization, 'x-auth-api-key': key, 'x-auth-subdomain': site } = request.headers
    const isBearer = authorization === `Bearer ${accessToken}`
    const isByKey = key === siteKey && site === subdomain && !url.pathname.startsWith(v2)
    // Worse than theirs: it says again what was sent, which is to be in no error of ours.
    if (!isBearer && !isByKey) return { status: 401, body: { error: `Unauthorized: ${key ?? authorization}` } }
    if (switches.plan === 'api') return null
    const error = 'Access to Apps is not available on your plan. Upgrade to gain access'
    return { status: 403, body: { error } }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://school')
    const raw = Buffer.concat(await Array.fromAsync(request)).toString()
    const path = url.pathname.replace(v1, '')
    const call: Call = { method: request.method ?? '', path, query: url.search, at: now(), status: 0 }
    calls.push(call)
    underWay++
    response.on('close', () => underWay--)
    const headers = { 'content-type': 'application/json', ...limit.headers(switches.reset) }
    if (!limit.enter()) return send(response, call, { status: 429, body: { error: 'Too many requests' } }, headers)
    try {
      const fault = faults.next(call)
      const answer = await hitBy(fault, () => refusalOf(request, url) ?? answerTo(call.method, url, bodyOf(raw)), wait)
      limit.leave()
      if (answer === 'cut') response.socket?.resetAndDestroy()
      else if ('page' in answer) send(response, call, answer, { 'content-type': 'text/html' }, answer.page)
      else send(response, call, answer, { ...headers, ...limit.headers(switches.reset), ...answer.headers })
    } catch (error) {
      // A mistake in the stand-in itself: no test is to take it for a fault of the platform's.
      console.error(error)
      response.socket?.destroy()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // Whoever forgets it is not kept from ending.
  server.unref()
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    subdomain,
    school,
    people,
    events,
    faults,
    limit: limit.record,
    calls,
    switches,
    /** How many calls are not answered yet. */
    underWay: () => underWay,
    baseUrl: `${origin}${v1}`,
    webhooksUrl: `${origin}${v2}`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await events.settled()
    },
  }
}

type Hit = Answer & { readonly headers?: Readonly<Record<string, string>> }

async function hitBy(
  fault: Fault | null,
  answer: () => Answer,
  wait: (ms: number) => Promise<void>,
): Promise<Hit | (Answer & { readonly page: string }) | 'cut'> {
  if (!fault) return answer()
  if (fault.kind === 'delay') {
    await wait(fault.ms)
    return answer()
  }
  if (fault.kind === 'redirect') return { status: 302, headers: { location: '/elsewhere' } }
  if (fault.when === 'after') answer()
  if (fault.kind === 'cut') return 'cut'
  const page = `<!DOCTYPE html><html><title>${fault.status}: something went wrong</title></html>`
  return fault.page ? { status: fault.status, page } : { status: fault.status, body: { error: 'Something broke.' } }
}

function send(
  response: ServerResponse,
  call: Call,
  { status, body }: Answer,
  headers: Readonly<Record<string, string>>,
  page?: string,
) {
  call.status = status
  response.writeHead(status, headers).end(page ?? (body === undefined ? '' : JSON.stringify(body)))
}

function bodyOf(raw: string): Asked['body'] {
  try {
    return JSON.parse(raw || '{}')
  } catch {
    return {}
  }
}
