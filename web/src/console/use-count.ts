import { useQuery } from '@tanstack/react-query'
import { useActing } from '../acting/acting.ts'
import { counting, type Listed, type Params } from '../api/reading.ts'

/** How many rows a list has; undefined until it is known, and for who may not see it. */
export function useCount<Path extends Listed>(path: Path, mayAsk: boolean, query: object = {}): number | undefined {
  const { organization } = useActing()
  const { data } = useQuery({
    ...counting<Path>(organization, path, { query } as Params<Path>),
    enabled: mayAsk,
  })
  return data
}
