/** Time and chance for a platform and its clients, so that a minute of theirs is waited for by nobody. */
export interface HandClock {
  now(): Date
  /** Until as much time has passed on it. */
  wait(ms: number): Promise<void>
  advance(ms: number): void
}

/** Stands still, and goes on when it is told to. */
export function handClock(start = new Date('2026-06-01T12:00:00Z')): HandClock {
  let time = start.getTime()
  let waiting: { readonly until: number; readonly go: () => void }[] = []
  return {
    now: () => new Date(time),
    wait: ms => new Promise(go => waiting.push({ until: time + ms, go: () => go() })),
    advance(ms) {
      time += ms
      const due = waiting.filter(({ until }) => until <= time)
      waiting = waiting.filter(({ until }) => until > time)
      for (const { go } of due) go()
    },
  }
}

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
