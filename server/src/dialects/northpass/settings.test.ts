import { describe, expect, test } from 'vitest'
import { northpassSettings, settingsFrom } from './settings.ts'

const said = (calls_a_second: number, most_calls_a_second: number | null = null) => ({
  northpass: { existing_group: 'return', existing_person: 'return', calls_a_second, most_calls_a_second },
})

describe('the pace of a key is the slowest of its own organization and of what was said from above', () => {
  test.each([
    ['its own', [said(5), said(10)], 10],
    ['none', [said(5), said(0)], 0],
    ['what was said to it', [said(10), said(10, 4)], 4],
    ['what was said to one above', [said(10, 3), said(10, 4), said(0)], 3],
    ['its own, when that is slower', [said(10, 3), said(2)], 2],
  ])('%s', (_, path, pace) => {
    expect(settingsFrom(path).calls_a_second).toBe(pace)
  })
})

describe('a pace is kept as it was said', () => {
  const own = (path: ReturnType<typeof said>[]) => ({ said: path, isOwn: true })
  const below = (path: ReturnType<typeof said>[]) => ({ said: path, isOwn: false })
  const keep = (calls_a_second: number, by: Parameters<typeof northpassSettings.keep>[1]) =>
    northpassSettings.keep({ calls_a_second }, by)

  test.each([
    ['by the organization itself', 50, own([said(10)]), { calls_a_second: 50 }],
    ['by one above', 50, below([said(10)]), { calls_a_second: 50, most_calls_a_second: 50 }],
    ['by one above, which lifts it', 0, below([said(10)]), { calls_a_second: 0, most_calls_a_second: null }],
    ['by an operator', 9999, { said: [], isOwn: false }, { calls_a_second: 9999, most_calls_a_second: 9999 }],
    ['as much as was said from above', 5, own([said(10), said(5, 5)]), { calls_a_second: 5 }],
    ['again as it stands, though it is more', 8, own([said(10, 5), said(8)]), { calls_a_second: 8 }],
  ])('%s', (_, pace, by, kept) => {
    expect(keep(pace, by)).toEqual(kept)
  })

  test.each([
    ['more than was said from above', 6, own([said(10, 5), said(2)])],
    ['no limit, where there is one from above', 0, own([said(10, 5), said(2)])],
    ['more to one below than one has oneself', 6, below([said(5, 5)])],
  ])('but not %s', (_, pace, by) => {
    expect(() => keep(pace, by)).toThrow('northpass.calls_a_second must be from 1 to 5: that is said from above')
  })
})
