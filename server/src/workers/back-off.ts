/**
 * Gives the milliseconds until what was tried `attempts` times is tried again; null: often enough, now somebody has to look.
 * `chance`, from 0 to 1, spreads them between `from` and `to` times the delay, so that not all come at once. Pure.
 */
export function backOff(delays: readonly number[], { from, to }: { readonly from: number; readonly to: number }) {
  return (attempts: number, chance: number): number | null => {
    const delay = delays[attempts - 1]
    return delay === undefined ? null : Math.round(delay * (from + (to - from) * chance))
  }
}
