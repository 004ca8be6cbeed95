/** Calls of each key in this second and this process: the real service lets ten through. */
export function createCallsASecond(now: () => Date) {
  let second = 0
  let counts = new Map<number, number>() // by key

  /** Counts one more; false: it is one too many. A limit of 0 is none. */
  return (keyId: number, limit: number): boolean => {
    if (limit === 0) return true
    const current = Math.floor(now().getTime() / 1000)
    if (current !== second) counts = new Map()
    second = current
    const count = counts.get(keyId) ?? 0
    if (count >= limit) return false
    counts.set(keyId, count + 1)
    return true
  }
}
