import { lazy, Suspense, useEffect, useState } from 'react'
import { onSessionOver } from '../../api/person/session-over.ts'

const SignInDialog = lazy(async () => {
  const { loadWords } = await import('../../text/words.ts')
  await loadWords()
  const { SignInDialog } = await import('./sign-in-dialog.tsx')
  return { default: SignInDialog }
})

/** Asks whoever is on a page to sign in once more, in front of it: what is typed there stays, and what was sent goes on. */
export function SignInAgain() {
  const [answer, setAnswer] = useState<((isBack: boolean) => void) | null>(null)
  useEffect(() => {
    let asked: Promise<boolean> | null = null
    return onSessionOver(() => {
      asked ??= new Promise<boolean>(resolve => setAnswer(() => resolve)).finally(() => {
        asked = null
        setAnswer(null)
      })
      return asked
    })
  }, [])
  return (
    answer && (
      <Suspense>
        <SignInDialog onAnswer={answer} />
      </Suspense>
    )
  )
}
