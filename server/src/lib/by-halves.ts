/**
 * Does a set at once. One that fails is done by halves, each after the other, until what fails fails alone: that is given up.
 * Where no half could do better, all of it is.
 */
export async function byHalves<T>(
  set: readonly T[],
  work: (set: readonly T[]) => Promise<void>,
  {
    isSplittable,
    giveUp,
  }: {
    isSplittable: (error: unknown) => boolean
    giveUp: (members: readonly T[], error: unknown) => void
  },
): Promise<void> {
  try {
    await work(set)
  } catch (error) {
    if (set.length < 2 || !isSplittable(error)) return giveUp(set, error)
    const half = Math.ceil(set.length / 2)
    await byHalves(set.slice(0, half), work, { isSplittable, giveUp })
    await byHalves(set.slice(half), work, { isSplittable, giveUp })
  }
}
