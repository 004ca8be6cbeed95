/** Says what was done, and offers to take it back: where it can be, and the person may. */
import { useActing, useRefresh } from '../acting/acting.ts'
import { mapFew } from '../acting/map-few.ts'
import { getAnswer } from '../api/client.ts'
import { words } from '../text/words.ts'
import { notify, offer } from '../ui/tell/notices.ts'
import { sayProblem } from '../ui/tell/problem.tsx'
import type { Call, DoneSteps } from './read-plan.ts'

export function useSayDone() {
  const { api, may, team } = useActing()
  const refresh = useRefresh()
  const undo = (id: number, mode?: 'plan') =>
    api.POST('/api/operations/{id}/undo', { params: { path: { id }, query: { mode } } })

  // What came later may lean on what came before.
  const takeBack = async (calls: readonly (() => Call)[]) => {
    const answers = await mapFew(calls.toReversed(), call => getAnswer(call()).then(answerOf, problemOf))
    await refresh()
    const { kind, said } = sayTakenBack(answers)
    notify(kind, said)
  }

  return (said: string, { operations = [], back = [] }: DoneSteps = {}) => {
    const notice = notify('done', said)
    const offerBack = (calls: readonly (() => Call)[]) =>
      offer(notice, { name: words.log.undo, accept: () => void takeBack(calls) })
    if (back.length > 0) return offerBack(back)
    const [first] = operations
    // The log of an organization is no team's to change.
    if (first === undefined || team || !may('operations.undo')) return
    // What was done at once is of one kind: the plan for one says whether it can be, and whether this person may.
    void undo(first, 'plan').then(
      ({ response }) => response.ok && offerBack(operations.map(id => () => undo(id))),
      () => {}, // The notice has said what it is there for.
    )
  }
}

type TakenBack = { kept: readonly string[] } | { error: unknown }

/** In one notice: that it is taken back and what of it is not, or why not. */
export function sayTakenBack(answers: readonly TakenBack[]): { kind: 'done' | 'problem'; said: string } {
  const failed = answers.filter(answer => 'error' in answer)
  const [first] = failed
  if (first) {
    const why = sayProblem(first.error)
    const said = answers.length === 1 ? why : words.plan.notTakenBack(failed.length, answers.length, why)
    return { kind: 'problem', said }
  }
  const kept = new Set(answers.flatMap(answer => ('kept' in answer ? answer.kept : [])))
  return { kind: 'done', said: [words.plan.takenBack, ...kept].join(' ') }
}

function answerOf(answer: unknown): TakenBack {
  const { kept = [] } = (answer ?? {}) as { kept?: readonly { why: string }[] }
  return { kept: kept.map(({ why }) => why) }
}

function problemOf(error: unknown): TakenBack {
  return { error }
}
