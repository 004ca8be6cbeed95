import { expect, test } from 'vitest'
import { maxAttempts, pauseAfter, retryDelay } from './retry.ts'

test('a mail is tried twelve times within two days, each time later', () => {
  const delays = Array.from({ length: maxAttempts - 1 }, (_, i) => retryDelay(i + 1, 0.5) as number)
  expect(delays.slice(0, 5)).toEqual([30_000, 120_000, 600_000, 3_600_000, 10_800_000])
  expect(maxAttempts).toBe(12)
  expect(retryDelay(maxAttempts, 0.5)).toBeNull()
  const sum = delays.reduce((total, delay) => total + delay, 0)
  expect(sum / 3_600_000).toBeGreaterThan(36)
  expect(sum / 3_600_000).toBeLessThan(48)
})

test('tries are spread by a fifth', () => {
  expect(retryDelay(1, 0)).toBe(24_000)
  expect(retryDelay(1, 1)).toBe(36_000)
})

test('a server that stays away is asked once a minute', () => {
  expect([1, 2, 3, 7, 50].map(failures => pauseAfter(failures, 0.5))).toEqual([1000, 2000, 4000, 60_000, 60_000])
})
