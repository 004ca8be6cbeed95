/** So many calls in any 60 seconds, and so many at once. Calls that are turned away are not counted in, but remembered. */
export interface LimitSettings {
  readonly perMinute: number
  readonly atOnce: number
}

/** How `RateLimit-Reset` says when there may be more: clients have met each. */
export type ResetReading = 'epoch seconds' | 'epoch milliseconds' | 'seconds from now' | 'absent'

export function createLimit({ perMinute, atOnce }: LimitSettings, now: () => Date) {
  const windowMs = 60_000
  let taken: number[] = []
  let here = 0
  const record = { passed: 0, mostAtOnce: 0, mostInAMinute: 0 }
  const prune = () => {
    const since = now().getTime() - windowMs
    const first = taken.findIndex(at => at > since)
    taken = first < 0 ? [] : first > 0 ? taken.slice(first) : taken
  }
  const opensAt = () => new Date(taken.length < perMinute ? now() : (taken[0] as number) + windowMs)
  return {
    record,
    /** Whether the call may come in; then `leave` when it is answered. */
    enter(): boolean {
      prune()
      if (taken.length >= perMinute || here >= atOnce) {
        record.passed++
        return false
      }
      taken.push(now().getTime())
      here++
      record.mostAtOnce = Math.max(record.mostAtOnce, here)
      record.mostInAMinute = Math.max(record.mostInAMinute, taken.length)
      return true
    },
    leave() {
      here--
    },
    headers(reading: ResetReading): Record<string, string> {
      const counts = { 'ratelimit-limit': `${perMinute}`, 'ratelimit-remaining': `${perMinute - taken.length}` }
      const reset = resetOf(opensAt(), now(), reading)
      return reset === null ? counts : { ...counts, 'ratelimit-reset': reset }
    },
  }
}

function resetOf(at: Date, now: Date, reading: ResetReading): string | null {
  const seconds = Math.ceil(at.getTime() / 1000)
  if (reading === 'absent') return null
  if (reading === 'epoch seconds') return `${seconds}`
  if (reading === 'epoch milliseconds') return `${at.getTime()}`
  return `${Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000))}`
}
