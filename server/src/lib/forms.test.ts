import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  courseNameProblem,
  creditsProblem,
  localeProblem,
  longTextProblem,
  slugProblem,
  textProblem,
  webAddressProblem,
} from './checks.ts'
import { forms } from './forms.ts'

type Form = { readonly pattern: string; readonly minLength?: number; readonly maxLength?: number }

const isOf = ({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Form, text: string) =>
  [...text].length >= minLength && [...text].length <= maxLength && new RegExp(pattern, 'u').test(text)

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...' a\n\t\u0000\u00ad\u200b\u202e\u2066\u2800\u3164\ufeff\ufffd\u0602é漢') }),
)

test.each<[string, Form, (text: string) => string | null]>([
  ['a line', forms.line(150), text => textProblem(text, 150)],
  ['a line or none', forms.lineOrNone(150), text => (text === '' ? null : textProblem(text, 150))],
  ['lines', forms.lines(), text => longTextProblem(text)],
  ['a slug', forms.slug, slugProblem],
  ['a name that callers send', forms.name, courseNameProblem],
  ['credits', forms.credits, creditsProblem],
  ['a language', forms.locale, localeProblem],
])('what has the form of %s passes its check', (_, form, problem) => {
  const letters = fc.string({ unit: fc.constantFrom(...'ab1-') })
  const made = form.pattern.includes('(?=') ? letters : fc.stringMatching(new RegExp(form.pattern, 'u'), { size: '-1' })
  fc.assert(
    fc.property(fc.oneof(made, odd), text => {
      // Signs beyond the first plane that show nothing no pattern can name in all languages.
      if (isOf(form, text) && !/[\u{10000}-\u{10ffff}]|\p{Default_Ignorable_Code_Point}/u.test(text))
        expect([text, problem(text)]).toEqual([text, null])
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['Jane O’Neil-Smith', 'अनिता', '王小明', '👩🏽‍🎓 Class of 2026', 'B'],
  ['x'.repeat(150), ' a '],
])('and names that people have, have the form: %s', (...names) => {
  for (const name of names) expect([name, isOf(forms.line(150), name)]).toEqual([name, true])
})

test.each(['https://example.com/a?b=c', 'http://localhost:3000'])('an address of the web: %s', address => {
  expect([new RegExp(forms.webAddress.pattern).test(address), webAddressProblem(address)]).toEqual([true, null])
})
