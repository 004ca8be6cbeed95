import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query'
import { ApiError } from './errors.ts'

/** What is asked for, or else, while the server is away, what was answered last: the frame of a page outlives that. */
export async function fetchKnown<Data, Key extends QueryKey>(
  queryClient: QueryClient,
  query: FetchQueryOptions<Data, Error, Data, Key>,
): Promise<Data> {
  try {
    return await queryClient.fetchQuery(query)
  } catch (error) {
    const known = queryClient.getQueryData<Data>(query.queryKey)
    if (known === undefined || !isPassing(error)) throw error
    return known
  }
}

/** Worth another try: nothing was refused, the server was only not there. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && ['unreachable', 'unavailable'].includes(error.code)
}
