import { isProblem } from './errors.ts'

/** What was done, by its ids in the log. */
export function listOperations({ headers }: Pick<Response, 'headers'>, answer: unknown): number[] {
  const { results = [] } = (answer ?? {}) as { results?: readonly { operation_id?: number }[] }
  const ofMany = results.flatMap(result => (isProblem(result) ? [] : (result.operation_id ?? [])))
  const one = headers.get('usher-operation')
  return ofMany.length > 0 ? ofMany : one === null ? [] : [Number(one)]
}
