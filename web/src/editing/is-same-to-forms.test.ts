import { expect, test } from 'vitest'
import { isSameToForms } from './is-same-to-forms.ts'

const course = { id: 7, display_name: 'IELTS', access: { months: 6 }, archived_at: null, updated_at: '2026-11-22' }

test.each([
  ['another order of what it holds', { updated_at: '2026-11-23' }, true],
  ['being archived', { archived_at: '2026-11-23', updated_at: '2026-11-23' }, true],
  ['another name', { display_name: 'IELTS 2', updated_at: '2026-11-23' }, false],
  ['another part of a field', { access: { months: 7 }, updated_at: '2026-11-23' }, false],
])('%s: is what a form holds as before?', (_, change, isSame) => {
  expect(isSameToForms(course, { ...course, ...change })).toBe(isSame)
})
