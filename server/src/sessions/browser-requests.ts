/** What keeps another site's page from acting in a person's name: our routes that change something ask this first. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { addressOf } from '../http/credentials.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Browser, Cookies } from './sessions.ts'

const loopback = ['localhost', '127.0.0.1', '[::1]']

/**
 * An `onRequest` hook. What is not a mere reading must be JSON or empty, which no form of another site can send, and must
 * not say that it comes from elsewhere. A client that is no browser says nothing of the kind and is let through.
 */
export function refuseOtherSites({ publicUrl }: Pick<Config, 'publicUrl'>) {
  const origins = findOrigins(new URL(publicUrl))
  return async ({ method, headers }: FastifyRequest): Promise<void> => {
    if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return
    const type = headers['content-type']
    if (type !== undefined && !/^application\/json\s*(;|$)/i.test(type)) {
      throw new Refusal('unsupported_media_type', 'Send JSON, with content-type: application/json.')
    }
    // Pages cannot set this header: it tells of a page of ours under any name that the server may go by.
    if (headers['sec-fetch-site'] === 'same-origin') return
    if (headers.origin !== undefined && !origins.has(headers.origin)) {
      throw new Refusal('forbidden', `This can only be done from ${publicUrl}.`)
    }
  }
}

/** Where Usher runs for its own machine, all names of that machine are as good as one. */
function findOrigins({ protocol, hostname, port, origin }: URL): Set<string> {
  if (!loopback.includes(hostname)) return new Set([origin])
  return new Set(loopback.map(name => `${protocol}//${name}${port && `:${port}`}`))
}

export function browserOf(request: FastifyRequest): Browser {
  const { cookie, 'user-agent': userAgent } = request.headers
  return { cookie, ip: addressOf(request), userAgent }
}

/** What a session's answer needs besides its body. */
export function sendCookies(reply: FastifyReply, cookies: Cookies): void {
  reply.header('set-cookie', [...cookies])
}
