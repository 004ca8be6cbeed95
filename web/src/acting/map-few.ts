/** Does the work for each, a few at a time; the results are in the order of the list. */
export async function mapFew<From, To>(list: readonly From[], work: (one: From) => Promise<To>): Promise<To[]> {
  const results: To[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < list.length; index = next++) results[index] = await work(list[index] as From)
  }
  await Promise.all(Array.from({ length: Math.min(4, list.length) }, worker))
  return results
}
