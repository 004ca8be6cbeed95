import { useQuery } from '@tanstack/react-query'
import { useActing } from '../acting.ts'
import { type Listed, type Params, reading } from '../api/reading.ts'

/** How many rows a list has; undefined until it is known, and for who may not see it. */
export function useCount<Path extends Listed>(path: Path, mayAsk: boolean, query: object = {}): number | undefined {
  const { organization } = useActing()
  const { data } = useQuery({
    ...reading<Path>(organization, path, { query: { ...query, limit: 1, count: true } } as Params<Path>),
    enabled: mayAsk,
  })
  return (data as { total_count?: number } | undefined)?.total_count
}
