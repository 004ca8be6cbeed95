import { expect, test } from 'vitest'
import { languages } from './text/languages.ts'

const sources = import.meta.glob<string>(['./**/*.{ts,tsx,css}', '!./**/*.test.ts', '!./**/*.gen.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

const sided =
  /(?<=[\s'"`:])-?(?:(?:scroll-)?[mp][lr]|left|right|border-[lr]|rounded-(?:[lr]|[tb][lr])|float)-[\w.[(/]+(?=[^'"`]*['"`])|\b(?:text-(?:left|right)|border-[lr]|rounded-(?:[lr]|[tb][lr]))(?=[\s'"`])|\b(?:margin|padding|border)-?(?:Left|Right|left|right)\b/g

test('no style says left or right, but start and end: another direction of writing is a folder of texts and no more', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(300)
  const found = Object.entries(sources)
    .filter(([path]) => !path.startsWith('./text/'))
    .flatMap(([path, source]) => (source.match(sided) ?? []).map(style => `${path}: ${style}`))
  expect(found).toEqual([])
})

test.each([
  'ml-2',
  '-mr-1',
  'sm:pl-5',
  'left-0',
  'focus:right-2',
  'text-left',
  'border-l',
  'rounded-tr-lg',
  'last:pr-4',
])('%s is found', style => {
  expect(`className="flex ${style} grow"`.match(sided)).toHaveLength(1)
})

test('a language that is written from the right says so', () => {
  const fromTheRight = ['ar', 'fa', 'he', 'ur', 'ps', 'sd', 'ckb', 'dv', 'yi', 'ug']
  for (const [name, { direction = 'ltr' }] of Object.entries(languages))
    expect(direction).toBe(fromTheRight.includes(name) ? 'rtl' : 'ltr')
})
