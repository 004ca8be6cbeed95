import { lazy, Suspense } from 'react'
import { proofNeeded, sessionOver } from '../../api/person/asking.ts'
import { useAsked } from './use-asked.ts'

const SignInDialog = lazy(async () => {
  await loadWords()
  return { default: (await import('./sign-in-dialog.tsx')).SignInDialog }
})

const ProofDialog = lazy(async () => {
  await loadWords()
  return { default: (await import('./proof-dialog.tsx')).ProofDialog }
})

/**
 * Asks whoever is on a page to sign in once more, or to prove that it is them, in front of it: what is typed there stays, and what
 * was sent goes on.
 */
export function SignInAgain() {
  const over = useAsked(sessionOver)
  const needed = useAsked(proofNeeded)
  return (
    <Suspense>
      {over && <SignInDialog onAnswer={over.answer} />}
      {needed && <ProofDialog how={needed.of[0]} onAnswer={needed.answer} />}
    </Suspense>
  )
}

async function loadWords(): Promise<void> {
  await (await import('../../text/words.ts')).loadWords()
}
