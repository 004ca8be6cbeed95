import { expect, test } from 'vitest'
import type { Delivery } from './delivery.ts'
import { createServerPause } from './server-pause.ts'

const at = (seconds: number) => new Date(seconds * 1000)
const delivery = (kind: Exclude<Delivery['kind'], 'interrupted'>): Delivery => ({ kind, words: 'words' })

test('a server that stays down is left alone longer each time', () => {
  const pause = createServerPause()
  expect(pause.learn(delivery('down'), at(0), 0.5)).toBe(1000)
  expect([pause.lasts(at(0.9)), pause.lasts(at(1))]).toEqual([true, false])
  expect(pause.learn(delivery('down'), at(1), 0.5)).toBe(2000)
})

test('mails that fail together are one failure', () => {
  const pause = createServerPause()
  pause.learn(delivery('down'), at(0), 0.5)
  expect(pause.learn(delivery('down'), at(0.5), 0.5)).toBeNull()
  expect(pause.lasts(at(1))).toBe(false)
})

test.each(['accepted', 'refused', 'deferred'] as const)('a server that answers is back: %s', kind => {
  const pause = createServerPause()
  pause.learn(delivery('down'), at(0), 0.5)
  expect(pause.isDoubtful()).toBe(true)
  pause.learn(delivery(kind), at(1), 0.5)
  expect(pause.isDoubtful()).toBe(false)
})
