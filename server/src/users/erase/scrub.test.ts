import fc from 'fast-check'
import { expect, test } from 'vitest'
import { erased, scrub, type Traces } from './scrub.ts'

const traces: Traces = { ids: new Set([7, 8]), texts: ['jane@example.com', 'jane.old@example.com', 'Jane Doe'] }

test('what is about the person loses names and addresses, and keeps its shape', () => {
  const row = {
    ...{ id: 7, email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe', role: 'learner' },
    ...{ tags: ['vip'], custom_fields: { phone: '1' }, locale: null, created_at: '2026-12-01' },
  }
  expect(scrub(row, traces)).toEqual({
    ...{ id: 7, email: '', first_name: '', last_name: '', role: 'learner' },
    ...{ tags: [], custom_fields: {}, locale: null, created_at: '2026-12-01' },
  })
  expect(scrub({ first_name: 'Janet', state: 'open' }, traces, true)).toEqual({ first_name: '', state: 'open' })
})

test('others keep theirs, also beside the person, and a thing with the same id', () => {
  const ben = { user_id: 9, email: 'ben@example.com', first_name: 'Ben' }
  const jane = { user_id: 8, email: 'JANE.OLD@example.com', first_name: 'J.' }
  const course = { id: 7, name: 'ielts' }
  expect(scrub({ people: [ben, jane], course, note: 'for Jane Doe <Jane@Example.com>' }, traces)).toEqual({
    people: [ben, { user_id: 8, email: '', first_name: '' }],
    course,
    note: `for ${erased} <${erased}>`,
  })
})

test('whatever a value is like, no trace is left in it', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(...traces.texts, 'x jane@example.com y', 'JANE DOE'))
  const key = fc.constantFrom('email', 'first_name', 'name', 'note', 'id', 'user_id')
  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(text, fc.constantFrom<unknown>(7, null, true)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(value, value => {
      const left = JSON.stringify(scrub(value, traces)).toLowerCase()
      for (const trace of traces.texts) expect(left).not.toContain(trace.toLowerCase())
    }),
  )
})
