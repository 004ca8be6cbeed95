/** A letter as the two parts of a mail. Every value is escaped here; nothing in a name can add a tag or a header. */
import { inkOn } from '../lib/color.ts'
import { escapeHtml } from './escape-html.ts'
import { mailLayout } from './layout.ts'
import type { Letter } from './letter.ts'
import { plainName } from './plain-name.ts'

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
export function plainText({ greeting, opening, courses, prompt, button, notes }: Letter): string {
  const list = courses.map(({ name, period }) => `  - ${name}: ${period}`).join('\n')
  const link = `${button.label}:\n${button.url ?? '(no link here: one is written when the mail is sent, as long as it is of use)'}`
  return `${[greeting, opening, list, prompt, link, ...notes].filter(Boolean).join('\n\n')}\n`
}

function htmlSlots(letter: Letter): Record<string, string> {
  const { courses } = letter
  const { color = null, logo = null } = letter.branding ?? {}
  return {
    subject: escapeHtml(letter.subject),
    preview: escapeHtml(plainName([letter.opening, ...courses.map(course => course.name)].join(' '), 120)),
    greeting: escapeHtml(letter.greeting),
    opening: escapeHtml(letter.opening),
    courses: courses.length ? courseList(courses) : '',
    prompt: escapeHtml(letter.prompt),
    url: escapeHtml(letter.button.url ?? '#'),
    logo: logo ? `<img src="${logo}" alt="${escapeHtml(letter.from ?? '')}" class="logo">` : '',
    // Of our own, the one for the dark is lighter.
    button: color ?? '#1459b3',
    buttonInk: color ? inkOn(color) : '#ffffff',
    buttonInTheDark: color ?? '#7db3ff',
    buttonInkInTheDark: color ? inkOn(color) : '#0c1a2b',
    label: escapeHtml(letter.button.label),
    notes: letter.notes.map(escapeHtml).join('<br>'),
  }
}

function courseList(courses: Letter['courses']): string {
  const items = courses.map(
    ({ name, period }) =>
      `<li><strong>${escapeHtml(name)}</strong><br><span class="period">${escapeHtml(period)}</span></li>`,
  )
  return `<ul class="courses">${items.join('')}</ul>`
}
