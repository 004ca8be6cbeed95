/** The error codes for people: as a page at /docs/errors, where each problem's `type` points, and as a guide. */
import type { FastifyPluginAsync } from 'fastify'
import { escapeHtml } from '../../lib/escape-html.ts'
import { errorKinds } from './error-codes.ts'

const intro =
  'Every error of the API has a `code` from this list, which never changes its meaning; `detail` says in words what happened this time.'

/** docs/errors.md. */
export function errorGuide(): string {
  const rows = Object.entries(errorKinds).map(
    ([code, { status, meaning, remedy }]) => `| \`${code}\` | ${status} | ${meaning} | ${remedy} |`,
  )
  return [
    '<!-- Generated from server/src/http/errors/error-codes.ts; not to be edited. -->',
    '# Errors',
    '',
    intro,
    'How an error looks: [The API](api.md#errors).',
    '',
    '| `code` | status | what happened | what to do |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

export const errorPage: FastifyPluginAsync = async app => {
  const page = errorPageText()
  app.get('/docs/errors', { schema: { hide: true } }, (_, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .send(page),
  )
}

function errorPageText(): string {
  const sections = Object.entries(errorKinds).map(
    ([code, { status, title, meaning, remedy }]) =>
      `<section id="${code}"><h2><a href="#${code}">${code}</a> <small>${status}</small></h2>
<p><strong>${escapeHtml(title)}.</strong> ${inHtml(meaning)}</p><p>${inHtml(remedy)}</p></section>`,
  )
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Errors · Usher</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
  h2 { font-size: 1.1rem; margin: 2rem 0 0 } h2 a { color: inherit } small { font-weight: normal; opacity: .7 }
  section:target { outline: 2px solid; outline-offset: .5rem; border-radius: .25rem }
  p { margin: .25rem 0 } code { font-size: .95em }
</style></head>
<body><h1>Errors</h1><p>${inHtml(intro)}</p><p><a href="/docs">The reference</a></p>
${sections.join('\n')}
</body></html>
`
}

function inHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}
