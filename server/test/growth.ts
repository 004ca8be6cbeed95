/** How work grows with what it is done on: counted in the time that this thread computed, not by the clock. */

/** Of `work` on four times as many, as a multiple of that on so many: 4 where it is linear, 16 where it is quadratic. */
export function growthOf(count: number, work: (count: number) => void): number {
  work(count)
  const few = least(() => work(count))
  return least(() => work(4 * count)) / few
}

/** The least of a few times: now and then garbage is collected in between. */
function least(work: () => void): number {
  return Math.min(...Array.from({ length: 3 }, () => measure(work)))
}

function measure(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return user + system
}
