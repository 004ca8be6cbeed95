import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Skeleton } from '../show/skeleton.tsx'
import { Problem } from './problem.tsx'

interface Props<Data> {
  query: UseQueryResult<Data>
  lines?: number
  children: (data: Data) => ReactNode
}

/** What was read, once it is there; lines until then, or what went wrong and another try. */
export function Loaded<Data>({ query, lines, children }: Props<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error && !query.isFetching) return <Problem error={query.error} onRetry={() => void query.refetch()} />
  return <Skeleton lines={lines} />
}
