/** The local page's HTML: plain, without scripts. */
import { showEmail } from '../lib/email.ts'
import { escapeHtml } from './escape-html.ts'
import type { MessageRow } from './messages.ts'
import type { RenderedMail } from './render.ts'

export function mailListPage(rows: readonly MessageRow[]): string {
  const body = rows.length
    ? `<table><thead><tr><th>Queued</th><th>To</th><th>Subject</th><th>State</th></tr></thead>
<tbody>${rows.map(listRow).join('')}</tbody></table>`
    : '<p>No mail yet. Provision a student, and the welcome mail appears here.</p>'
  return page('Mail', `<h1>Mail</h1>\n${hint}\n${body}`)
}

export function mailPage(row: MessageRow, { html, text }: RenderedMail): string {
  const state = row.error ? `${row.state}: ${row.error}` : row.state
  const facts = { To: escapeHtml(showEmail(row.to)), Queued: showMoment(row.created_at), State: escapeHtml(state) }
  const list = Object.entries(facts).map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`)
  return page(
    row.subject ?? 'Mail',
    `<p><a href="/mail">All mail</a></p>
<h1>${escapeHtml(row.subject ?? 'Mail')}</h1>
<dl>${list.join('')}</dl>
<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(html)}"></iframe>
<h2>As plain text</h2>
<pre>${escapeHtml(text)}</pre>`,
  )
}

const hint =
  '<p>No <code>SMTP_URL</code> is set, so nothing is sent: the mails wait here. This page is shown on this machine only.</p>'

function listRow({ id, created_at, to, subject, state }: MessageRow): string {
  return `<tr><td>${showMoment(created_at)}</td><td>${escapeHtml(to)}</td>
<td><a href="/mail/${id}">${escapeHtml(subject ?? 'Mail')}</a></td><td>${escapeHtml(state)}</td></tr>\n`
}

function showMoment(date: Date): string {
  return `<time datetime="${date.toISOString()}">${date.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`
}

const style = `
:root { color-scheme: light dark; --ink: #1c2733; --faint: #5a6875; --line: #d5dce3; --page: #f3f5f7; --card: #fff; --link: #1459b3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef2f6; --faint: #a9b5c1; --line: #38424d; --page: #14181d; --card: #1f252c; --link: #7db3ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin-top: 2rem; }
a { color: var(--link); }
table { width: 100%; border-collapse: collapse; background: var(--card); border-radius: 8px; }
th, td { text-align: left; vertical-align: top; padding: .6rem .8rem; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
th, dt, time { color: var(--faint); font-weight: 500; }
td:first-child, td:last-child { white-space: nowrap; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1rem; } dd { margin: 0; }
iframe { width: 100%; height: 36rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
pre { padding: 1rem; background: var(--card); border-radius: 8px; white-space: pre-wrap; font-size: .875rem; }
@media (max-width: 40rem) {
  thead { display: none; } tr { display: block; padding: .6rem .8rem; border-bottom: 1px solid var(--line); }
  tr:last-child { border: 0; } td { display: block; padding: 0; border: 0; }
}`

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Usher</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}
