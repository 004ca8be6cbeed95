/**
 * The reference at /docs: Scalar's page on our `/openapi.json`. It is made at the first request, since what makes it takes a
 * quarter of a second and 40 MB to load; and it loads nothing from anywhere else.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import Fastify, { type FastifyPluginAsync } from 'fastify'

interface Page {
  readonly html: string
  readonly contentSecurityPolicy: string
  readonly script: string
  readonly zippedScript: Buffer
}

export const referencePage: FastifyPluginAsync = async app => {
  let made: Promise<Page> | undefined
  const page = () => {
    made ??= makePage()
    return made
  }
  const schema = { hide: true }

  app.get('/docs', { schema }, async (_, reply) => {
    const { html, contentSecurityPolicy } = await page()
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .header('referrer-policy', 'no-referrer')
      .send(html)
  })

  app.get('/docs/js/scalar.js', { schema }, async (request, reply) => {
    const { script, zippedScript } = await page()
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .header('vary', 'accept-encoding')
    const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
    return takesGzip ? reply.header('content-encoding', 'gzip').send(zippedScript) : reply.send(script)
  })
}

/** What Scalar's own plugin would serve, asked for once. */
async function makePage(): Promise<Page> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const server = Fastify()
  await server.register(scalar, { routePrefix: '/docs', configuration })
  const html = (await server.inject('/docs/')).body.replace('"js/scalar.js"', '"/docs/js/scalar.js"')
  const script = (await server.inject('/docs/js/scalar.js')).body
  await server.close()
  const zippedScript = await promisify(gzip)(script)
  return { html, contentSecurityPolicy: policyFor(html), script, zippedScript }
}

const configuration = {
  url: '/openapi.json',
  pageTitle: 'Reference · Usher',
  theme: 'default',
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  authentication: { preferredSecurityScheme: 'bearer' },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  documentDownloadType: 'json',
  persistAuth: false,
  agent: { disabled: true },
  mcp: { disabled: true },
} as const

/** Its one script in the page is allowed by its hash; styles it writes itself, so they are allowed as they come. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script[^>]*>([^<][\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script as string)
        .digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
