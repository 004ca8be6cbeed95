/** What is told of many at once stays short, however much is wrong with however many of them. */

import type { toProblem } from '../http/errors/errors.ts'
import { type FieldError, mostFaults, mostFaultsOfOne } from '../lib/refusal.ts'

type Problem = ReturnType<typeof toProblem>

/** What a program needs of a problem, without its words. */
interface BriefProblem {
  readonly status: number
  readonly code: string
  readonly errors: readonly Pick<FieldError, 'field' | 'code'>[]
}

/** In bytes, of all problems that are told in words; as many elements as may be, told in brief, are about as much. */
const mostInWords = 96 * 1024

/**
 * The results with their problems as far as anybody reads them: of each element's faults a few, and once many are told of all
 * together the first; once they are long, without words, and `left_out` says of how many.
 */
export function boundResults<Answer>(results: readonly (Answer | Problem)[]): {
  results: (Answer | Problem | BriefProblem)[]
  left_out?: string
} {
  let [faults, bytes, wordless] = [0, 0, 0]
  const told = results.map(result => {
    if (!isProblem(result)) return result
    const few = result.errors.slice(0, faults < mostFaults ? mostFaultsOfOne : 1)
    faults += few.length
    const inWords = { ...result, errors: few, detail: result.detail.slice(0, 500) }
    if (bytes < mostInWords) bytes += Buffer.byteLength(JSON.stringify(inWords))
    if (bytes < mostInWords) return inWords
    wordless++
    const { status, code } = result
    return { status, code, errors: few.slice(0, 1).map(({ field, code }) => ({ field, code })) }
  })
  if (wordless === 0) return { results: told }
  const left_out = `The words for ${wordless} of the elements that were refused: send fewer at once to read them.`
  return { results: told, left_out }
}

function isProblem(result: unknown): result is Problem {
  return typeof result === 'object' && result !== null && 'errors' in result && 'code' in result
}
