import { lazy, Suspense, useEffect, useState } from 'react'
import type { User } from '../../api/person/me.ts'
import { type FactorKind, onSecondFactor } from '../../api/person/second-factor.ts'

const SecondFactorDialog = lazy(async () => {
  const { loadWords } = await import('../../text/words.ts')
  await loadWords()
  const { SecondFactorDialog } = await import('./second-factor-dialog.tsx')
  return { default: SecondFactorDialog }
})

interface Question {
  kinds: readonly FactorKind[]
  onAnswer: (user: User | null) => void
}

/** Asks for the second factor in front of whatever page somebody signs in on, and that page goes on. */
export function SecondFactorStep() {
  const [question, setQuestion] = useState<Question | null>(null)
  useEffect(
    () =>
      onSecondFactor(kinds =>
        new Promise<User | null>(onAnswer => setQuestion({ kinds, onAnswer })).finally(() => setQuestion(null)),
      ),
    [],
  )
  return (
    question && (
      <Suspense>
        <SecondFactorDialog {...question} />
      </Suspense>
    )
  )
}
