/** The local page's HTML: plain, without scripts. */
import { showEmail } from '../lib/email.ts'
import { escapeHtml } from '../lib/escape-html.ts'
import type { RenderedMail } from './letters/render.ts'
import type { Language } from './letters/text/choose-language.ts'
import type { MessageRow, MessageState } from './messages.ts'

export function mailListPage(rows: readonly MessageRow[], language: Language): string {
  const { columns, title, none, hint } = language.text.page
  const heads = Object.values(columns).map(column => `<th>${escapeHtml(column)}</th>`)
  const body = rows.length
    ? `<table><thead><tr>${heads.join('')}</tr></thead>
<tbody>${rows.map(row => listRow(row, language)).join('')}</tbody></table>`
    : `<p>${escapeHtml(none)}</p>`
  const why = escapeHtml(hint).replace('{setting}', '<code>SMTP_URL</code>')
  return page(title, `<h1>${escapeHtml(title)}</h1>\n<p>${why}</p>\n${body}`, language)
}

export function mailPage(row: MessageRow, { html, text }: RenderedMail, language: Language): string {
  const words = language.text.page
  const { queued, to, state } = words.columns
  const subject = row.subject ?? words.title
  const facts = [
    [to, `<bdi>${escapeHtml(showEmail(row.to))}</bdi>`],
    [queued, showMoment(row.created_at, language)],
    [state, escapeHtml([stateOf(row, language), row.error].filter(Boolean).join(': '))],
  ]
  const list = facts.map(([name, html]) => `<dt>${escapeHtml(name ?? '')}</dt><dd>${html}</dd>`)
  return page(
    subject,
    `<p><a href="/mail">${escapeHtml(words.all)}</a></p>
<h1 dir="auto">${escapeHtml(subject)}</h1>
<dl>${list.join('')}</dl>
<iframe title="${escapeHtml(words.frame)}" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(html)}"></iframe>
<h2>${escapeHtml(words.plain)}</h2>
<pre dir="auto">${escapeHtml(text)}</pre>`,
    language,
  )
}

function listRow(row: MessageRow, language: Language): string {
  const { id, created_at, to, subject } = row
  return `<tr><td>${showMoment(created_at, language)}</td><td><bdi>${escapeHtml(showEmail(to))}</bdi></td>
<td dir="auto"><a href="/mail/${id}">${escapeHtml(subject ?? language.text.page.title)}</a></td>
<td>${escapeHtml(stateOf(row, language))}</td></tr>\n`
}

function stateOf({ state }: MessageRow, { text }: Language): string {
  return text.page.states[state as MessageState] ?? state
}

function showMoment(date: Date, { locale }: Language): string {
  const shape = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const
  return `<time datetime="${date.toISOString()}">${new Intl.DateTimeFormat(locale, shape).format(date)} UTC</time>`
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
th, td { text-align: start; vertical-align: top; padding: .6rem .8rem; border-bottom: 1px solid var(--line); }
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

function page(title: string, body: string, { locale, direction }: Language): string {
  return `<!doctype html>
<html lang="${locale}" dir="${direction}">
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
