/** The web application: its files, and its page for every address that nothing else answers. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'
import { refuseAddress } from './methods.ts'

const folder = fileURLToPath(new URL('../../../web/dist/', import.meta.url))

// Everything comes from here, and nothing may frame us.
const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data:", // logos
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

// For the whole server: what no route answers, in any folder, is answered here.
export const webRoutes = plugin(async server => {
  if (!existsSync(folder)) throw new Error(`The web application is not built: run \`npm run build -w web\` first.`)
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      if (!path.endsWith('.html')) return
      reply.header('content-security-policy', contentSecurityPolicy)
      // A set-password link is in the address: it must not leave the page by a referrer.
      reply.header('referrer-policy', 'no-referrer')
    },
  })
  server.get('/', { schema: { hide: true } }, (_, reply) => reply.sendFile('index.html'))
  server.setNotFoundHandler(async (request, reply) => {
    if (isForPage(request)) return reply.sendFile('index.html')
    refuseAddress(request, reply)
  })
})

/** A program that wants JSON and has the wrong address is told so: a page would look like success to it. */
function isForPage({ method, url, headers: { accept = '*/*' } }: FastifyRequest): boolean {
  const wantsPage = /\btext\/html\b|\*\/\*/.test(accept) && !/^application\/json\b/.test(accept)
  return (method === 'GET' || method === 'HEAD') && wantsPage && !/^\/(?:api|assets)(?:\/|$)/.test(url)
}
