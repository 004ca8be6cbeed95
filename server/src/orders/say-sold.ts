import { type Say, sayNotThere } from '../api/problem-words.ts'
import { Refusal } from '../lib/refusal.ts'

/** Of what was sold from above: what is for its seller alone. */
export function saySold(sellersWord: string): Say {
  return problem => {
    if (problem.code !== 'seller_only') return sayNotThere(problem)
    return new Refusal('forbidden', `Catalog item ${problem.value} is sold from above: ${sellersWord}.`)
  }
}
