import { lazy, Suspense, useEffect, useState } from 'react'
import type { User } from '../../api/person/me.ts'
import { onSecondFactor } from '../../api/person/second-factor.ts'

const SecondFactorDialog = lazy(async () => {
  const { loadWords } = await import('../../text/words.ts')
  await loadWords()
  const { SecondFactorDialog } = await import('./second-factor-dialog.tsx')
  return { default: SecondFactorDialog }
})

type Answer = (user: User | null) => void

/** Asks for the second factor in front of whatever page somebody signs in on, and that page goes on. */
export function SecondFactorStep() {
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(
    () =>
      onSecondFactor(() =>
        new Promise<User | null>(resolve => setAnswer(() => resolve)).finally(() => setAnswer(null)),
      ),
    [],
  )
  return (
    answer && (
      <Suspense>
        <SecondFactorDialog onAnswer={answer} />
      </Suspense>
    )
  )
}
