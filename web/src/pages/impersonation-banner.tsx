import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { impersonationQuery } from '../api/person/impersonation.ts'

const ActingBanner = lazy(async () => ({ default: (await import('./acting-banner.tsx')).ActingBanner }))

/** On every page while one acts as somebody else: as whom, and the way back. When the time is over one goes back by itself. */
export function ImpersonationBanner() {
  const { data: impersonation } = useQuery(impersonationQuery)
  return (
    impersonation && (
      <Suspense>
        <ActingBanner {...impersonation} />
      </Suspense>
    )
  )
}
