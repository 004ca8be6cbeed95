/** The log as it grows, for pages that show it live: each operation once, and none is left out. */
import { queryOptions } from '@tanstack/react-query'
import { clientOf, getAnswer } from './client.ts'
import type { Params, Row } from './reading.ts'

interface Following {
  /** For the next look. */
  after: string
  /** What was asked since the first look, the newest last. */
  seen: Row<'/api/operations'>[]
}

const most = 500

/** Looks again and again while somebody looks at the page. */
export function following(organization: string, query: Params<'/api/operations/new'>['query'], pauseMs = 2_000) {
  return queryOptions({
    queryKey: ['following', organization, query],
    queryFn: async ({ client, queryKey }): Promise<Following> => {
      const before = client.getQueryData<Following>(queryKey)
      const params = { query: { ...query, after: before?.after } }
      const { data, after, skipped } = await getAnswer(clientOf(organization).GET('/api/operations/new', { params }))
      const seen = [...(before?.seen ?? []), ...data]
      if (!skipped && seen.length <= most) return { after, seen }
      // More than is carried along: the list itself is read anew.
      void client.invalidateQueries({ queryKey: [organization, '/api/operations'] })
      return { after, seen: data }
    },
    gcTime: 0,
    refetchInterval: pauseMs,
  })
}
