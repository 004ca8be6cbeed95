import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentsOf } from './accents.ts'

const grounds = { light: ['#ffffff', '#f6f4ef', '#f3f0ea'], dark: ['#1d2123', '#15181a', '#24292b'] }

test('whatever colour an organization chooses, words in it and on it can be read, by light and in the dark', () => {
  const color = fc.stringMatching(/^#[\da-f]{6}$/)
  fc.assert(
    fc.property(color, color => {
      const accents = accentsOf(color)
      for (const [index, scheme] of (['light', 'dark'] as const).entries()) {
        const of = (name: `--${string}`) => {
          const written = accents[name]?.match(/#[\da-f]{6}/g) ?? []
          return written[index] ?? written[0] ?? ''
        }
        for (const ground of [...grounds[scheme], of('--tint')])
          for (const ink of ['--accent', '--accent-strong'] as const)
            expect(contrast(of(ink), ground)).toBeGreaterThanOrEqual(4.5)
        for (const fill of ['--brand', '--brand-strong'] as const)
          expect(contrast(of(fill), of('--on-brand'))).toBeGreaterThanOrEqual(4.5)
      }
    }),
    { examples: [['#ffff00'], ['#ffffff'], ['#000000'], ['#808080']] },
  )
})

test('what is filled with a colour has it as it is, with dark words where it is light', () => {
  expect(accentsOf('#ffdd00')).toMatchObject({ '--brand': '#ffdd00', '--on-brand': '#000000' })
  expect(accentsOf('#1459b3')).toMatchObject({ '--brand': '#1459b3', '--on-brand': '#ffffff' })
})

test('a colour that can be read stays as it was chosen', () => {
  expect(accentsOf('#1459b3')['--accent']).toMatch(/^light-dark\(#1459b3, /)
})

test.each([null, '', 'red', '#12345'])('%j is no colour: nothing changes', color => {
  expect(accentsOf(color)).toEqual({})
})

/** By the definition in WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (high + 0.05) / (low + 0.05)
}

function luminance(color: string): number {
  const linear = (at: number) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5)
}
