/** A letter as the two parts of a mail. Every value is escaped here; nothing in a name can add a tag or a header. */
import { inkOn } from '../../lib/color.ts'
import { escapeHtml } from '../../lib/escape-html.ts'
import { mailLayout } from './layout.ts'
import type { Letter } from './letter.ts'
import { plainName } from './plain-name.ts'
import { isolate, isolateInHtml } from './text/isolate.ts'

export interface RenderedMail {
  readonly subject: string
  readonly html: string
  readonly text: string
}

export async function renderMail(letter: Letter): Promise<RenderedMail> {
  const layout = await mailLayout()
  const slots = htmlSlots(letter)
  const html = layout.replace(/\{\{(\w+)\}\}/g, (_, name: string) => slots[name] ?? '')
  return { subject: letter.subject, html, text: plainText(letter) }
}

/** The text part alone: what a terminal shows. */
export function plainText({ greeting, opening, courses, prompt, button, notes, rest, direction }: Letter): string {
  const list = courses.map(({ name, period }) => `  - ${isolate(name, direction)}: ${period}`).join('\n')
  const link = `${button.label}:\n${button.url ?? rest.noLink}`
  return `${[greeting, opening, list, prompt, link, ...notes].filter(Boolean).join('\n\n')}\n`
}

function htmlSlots(letter: Letter): Record<string, string> {
  const { courses, direction: dir } = letter
  const { color = null, logo = null } = letter.branding ?? {}
  return {
    lang: letter.locale,
    dir,
    start: dir === 'rtl' ? 'right' : 'left',
    subject: escapeHtml(letter.subject),
    preview: toHtml(
      [letter.opening, ...courses.slice(0, 3).map(({ name }) => isolate(plainName(name, 40), dir))].join(' '),
    ),
    greeting: toHtml(letter.greeting),
    opening: toHtml(letter.opening),
    courses: courses.length ? courseList(courses) : '',
    prompt: toHtml(letter.prompt),
    url: escapeHtml(letter.button.url ?? '#'),
    logo: logo ? `<img src="${logo}" alt="${escapeHtml(letter.from ?? '')}" class="logo">` : '',
    // Of our own, the one for the dark is lighter.
    button: color ?? '#1459b3',
    buttonInk: color ? inkOn(color) : '#ffffff',
    buttonInTheDark: color ?? '#7db3ff',
    buttonInkInTheDark: color ? inkOn(color) : '#0c1a2b',
    label: escapeHtml(letter.button.label),
    notes: letter.notes.map(toHtml).join('<br>'),
    otherwise: escapeHtml(letter.rest.otherwise),
  }
}

/** Names stay in their place whatever way they are written. */
function toHtml(text: string): string {
  return isolateInHtml(escapeHtml(text))
}

function courseList(courses: Letter['courses']): string {
  const items = courses.map(
    ({ name, period }) =>
      `<li><strong><bdi>${escapeHtml(name)}</bdi></strong><br><span class="period">${escapeHtml(period)}</span></li>`,
  )
  return `<ul class="courses">${items.join('')}</ul>`
}
