/** A page that takes the browser to a provider by a form, for those that take nothing else; without scripts, by its button. */
import { createHash } from 'node:crypto'
import { escapeHtml } from '../lib/escape-html.ts'

const script = 'document.forms[0].submit()'
const hash = createHash('sha256').update(script).digest('base64')

export function formPage(url: string, fields: Readonly<Record<string, string>>) {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // It does nothing but send this form there.
      'content-security-policy': `default-src 'none'; script-src 'sha256-${hash}'; form-action ${new URL(url).origin}; base-uri 'none'; frame-ancestors 'none'`,
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in</title></head><body><form method="post" action="${escapeHtml(url)}">${inputs.join('')}<noscript><button>Go on to sign in</button></noscript></form><script>${script}</script></body></html>`,
  }
}
