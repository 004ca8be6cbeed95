/**
 * Which answers are packed: lists and things that are read, the description and the web application. What may hold a secret (a
 * key, a link that lets somebody in) beside something that the caller chose never is: its length would tell of the secret.
 */
import compress from '@fastify/compress'
import type { RouteOptions } from 'fastify'
import plugin from 'fastify-plugin'

export const packedAnswers = plugin(async server => {
  server.addHook('onRoute', route => {
    if (isPacked(route)) route.compress = { threshold: 1024, encodings: ['br', 'gzip', 'deflate'] }
  })
  await server.register(compress, { global: false })
})

/** What the API gives to read to who is allowed something; and what everybody may read. */
function isPacked({ method, url, config }: RouteOptions): boolean {
  if (![method].flat().includes('GET')) return false
  if (/\/webhooks|\/links|\/plans/.test(url)) return false // they show secrets and addresses with secrets in them
  return config?.permission !== undefined || !/^\/(?:api|health|mail)(?:\/|$)/.test(url)
}
