import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { factorAskedQuery } from '../api/person/me.ts'

// Few are asked: what it says is loaded for them alone.
const FactorNotice = lazy(async () => {
  await (await import('../text/words.ts')).loadWords()
  return { default: (await import('./factor-notice.tsx')).FactorNotice }
})

/** While an organization asks for a second factor and one has none. */
export function FactorAsked() {
  const { data: [first] = [] } = useQuery(factorAskedQuery)
  return (
    first && (
      <Suspense>
        <FactorNotice {...first} />
      </Suspense>
    )
  )
}
