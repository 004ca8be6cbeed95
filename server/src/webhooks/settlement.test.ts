import { expect, test } from 'vitest'
import { usherFormat } from './format.ts'
import { hour } from './retry.ts'
import { settlementOf } from './settlement.ts'

const now = new Date('2026-12-01T10:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * hour)
const answered = (status: number) => ({ kind: 'answered', status, answer: '', milliseconds: 5 }) as const
const strict = { retryDelay: () => null, patience: 24 * hour, isStrict: true }

test.each([
  ['a first failure', answered(500), { attempts: 0, failingSince: null }, usherFormat, [10_000, false]],
  [
    'the last failure of an event, where others get through',
    answered(500),
    { attempts: 10, failingSince: null },
    usherFormat,
    [null, false],
  ],
  [
    'a failure when nothing got through for three days',
    answered(500),
    { attempts: 3, failingSince: ago(72) },
    usherFormat,
    [1_800_000, true],
  ],
  [
    'the last failure of an event in a strict format',
    answered(500),
    { attempts: 24, failingSince: null },
    strict,
    [null, true],
  ],
  ['gone for good', answered(410), { attempts: 0, failingSince: null }, usherFormat, [null, true]],
  ['taken', answered(204), { attempts: 5, failingSince: ago(72) }, usherFormat, [null, false]],
] as const)(
  '%s: when it comes again, and whether the webhook is switched off',
  (_, sent, webhook, format, expected) => {
    const { dueAt, isEnd } = settlementOf(sent, webhook, format, now, 0)
    expect([dueAt && dueAt.getTime() - now.getTime(), isEnd]).toEqual(expected)
  },
)
