import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Memory, nothingKnown, type Period, reconcile, written } from './reconcile.ts'

const now = new Date('2026-06-01T12:00:00Z')
const day = 24 * 60 * 60 * 1000
const at = (days: number) => new Date(now.getTime() + days * day)
const until = (days: number | null): Period => ({ from: at(-10), until: days === null ? null : at(days) })
const knowing = (memory: Partial<Memory>): Memory => ({ ...nothingKnown, ...memory })

const cases: readonly (readonly [string, Period | null, Period | null, Memory, Period | null])[] = [
  ['what is new is written', until(30), null, nothingKnown, until(30)],
  ['what is over before it was there is not', until(-1), null, nothingKnown, null],
  ['what agrees is left', until(30), until(30), knowing({ seen: until(30) }), null],
  ['a part of a second is nothing', until(30), until(30 + 0.5 / 86400), knowing({ seen: until(30) }), null],
  ['a start that has passed is no difference', until(30), { from: at(-3), until: at(30) }, nothingKnown, null],
  [
    'a start to come is',
    { from: at(3), until: at(30) },
    until(30),
    knowing({ seen: until(30) }),
    {
      ...{ from: at(3), until: at(30) },
    },
  ],
  ['longer here is longer there', until(60), until(30), knowing({ seen: until(30) }), until(60)],
  ['shorter here is shorter there', until(10), until(30), knowing({ seen: until(30) }), until(10)],
  ['what was taken away is over', null, until(30), knowing({ seen: until(30) }), until(-1)],
  ['and stays so', null, until(-1), knowing({ seen: until(-1) }), null],
  ['given again, it is open again', until(30), until(-1), knowing({ seen: until(-1) }), until(30)],
  ['what nobody gave and nobody has is left', null, null, nothingKnown, null],
  ['what was there before is left', null, until(30), nothingKnown, null],
  ['where it is enough, it is enough', until(20), until(null), nothingKnown, null],
  ['where it is not, it is made longer', until(40), until(30), nothingKnown, until(40)],
  ['taken away, it is as it was', null, until(40), knowing({ seen: until(40), own: until(30) }), until(30)],
  ['what was bought meanwhile stays', null, until(null), knowing({ seen: until(30) }), null],
  ['also what was bought while we wrote', null, until(20), knowing({ sending: until(30) }), null],
  ['what was written without an answer is ours', null, until(30), knowing({ sending: until(30) }), until(-1)],
  ['what somebody made shorter is mended', until(30), until(5), knowing({ seen: until(30) }), until(30)],
  ['taken away then, they keep that by themselves', null, until(5), knowing({ seen: until(30), own: until(30) }), null],
  ['a preview is opened', until(30), { from: null, until: null }, knowing({ seen: until(30) }), until(null)],
  ['what is gone there is given again', until(30), null, knowing({ seen: until(30), own: until(60) }), until(30)],
]

test.each(cases)('%s', (_, wanted, there, memory, write) => {
  expect(reconcile(wanted, there, memory, now).write).toEqual(write)
})

/** What a person gets there by themselves, and what we want, in any order; a call of ours may lose its answer or never come. */
type Step =
  | { readonly kind: 'want'; readonly days: number | null | 'nothing' }
  | { readonly kind: 'buy'; readonly days: number | null }
  | { readonly kind: 'agree'; readonly fate: 'answered' | 'unanswered' | 'lost' }

const days = fc.constantFrom(...[-5, 5, 20, 60], null)
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('want' as const), days: fc.oneof(days, fc.constant('nothing' as const)) }),
    fc.record({ kind: fc.constant('buy' as const), days }),
    fc.record({
      kind: fc.constant('agree' as const),
      fate: fc.constantFrom('answered' as const, 'unanswered' as const, 'lost' as const),
    }),
  ),
  { maxLength: 14 },
)

function play(all: readonly Step[]) {
  let wanted: Period | null = null
  let there: Period | null = null
  let bought: number | null = Number.NEGATIVE_INFINITY // days; null: for ever
  let memory = nothingKnown
  let writes = 0
  const agree = (fate: 'answered' | 'unanswered' | 'lost') => {
    const { write, memory: next } = reconcile(wanted, there, memory, now)
    memory = next
    if (write === null) return
    writes++
    if (fate !== 'lost') there = write
    if (fate === 'answered') memory = written(memory)
  }
  for (const step of all) {
    if (step.kind === 'want') wanted = step.days === 'nothing' ? null : until(step.days)
    if (step.kind === 'agree') agree(step.fate)
    if (step.kind === 'buy') {
      // A shop makes longer what one has, never shorter.
      if (there && !isLonger(step.days, endOf(there))) continue
      there = { ...until(step.days), from: at(-7) }
      bought = step.days
    }
  }
  agree('answered')
  const before = writes
  agree('answered')
  return { wanted, there, bought, again: writes - before }
}

const endOf = (period: Period | null) => (period ? period.until && (Number(period.until) - Number(now)) / day : -1)
const isLonger = (one: number | null, other: number | null) => other !== null && (one === null || one > other)

test('whatever was bought, wanted, lost and repeated: both agree, nothing bought is taken, and nothing is written twice', () => {
  fc.assert(
    fc.property(steps, all => {
      const { wanted, there, bought, again } = play(all)
      expect(again).toBe(0)
      const end = endOf(there)
      expect(isLonger(bought, end)).toBe(false)
      if (wanted) expect(isLonger(endOf(wanted), end) && endOf(wanted) !== -5).toBe(false)
      // No longer than one of them: nobody has what nobody gave.
      const most = [bought, wanted ? endOf(wanted) : -1].reduce((a, b) => (isLonger(a, b) ? a : b))
      expect(isLonger(end, most) && (end === null || end > 0)).toBe(false)
    }),
    { numRuns: 20000 },
  )
})
