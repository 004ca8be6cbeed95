/** Whatever can be read, as a query: the address and what is asked are its key, so that the same is asked once. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { clientOf, getAnswer } from './client.ts'
import type { paths } from './schema.gen.ts'

type Got<Path extends keyof paths> = paths[Path] extends { get: infer Get } ? Get : never

/** What a successful GET answers. */
export type Answer<Path extends keyof paths> =
  Got<Path> extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never

/** Addresses with a GET. */
export type Readable = { [Path in keyof paths]: Answer<Path> extends never ? never : Path }[keyof paths]

/** Addresses that answer a page of rows. */
export type Listed = {
  [Path in Readable]: Answer<Path> extends { data: unknown[]; next_cursor: string | null } ? Path : never
}[Readable]

export type Row<Path extends Listed> = Answer<Path> extends { data: (infer Row)[] } ? Row : never

type Part<Path extends keyof paths, Name extends 'path' | 'query'> =
  Got<Path> extends { parameters: { [N in Name]?: infer Values } } ? Exclude<Values, undefined> : never

export interface Params<Path extends keyof paths> {
  path?: Part<Path, 'path'>
  query?: Part<Path, 'query'>
}

/** One answer. */
export function reading<Path extends Readable>(organization: string, path: Path, params: Params<Path> = {}) {
  return queryOptions({
    queryKey: [organization, path, params],
    queryFn: () => read(organization, path, params),
  })
}

/** A list, a page after the other. */
export function listing<Path extends Listed>(organization: string, path: Path, params: Params<Path> = {}) {
  return infiniteQueryOptions({
    queryKey: [organization, path, params, 'pages'],
    queryFn: ({ pageParam: cursor }) => {
      const query = {
        ...(params.query as object),
        limit: pageSize,
        ...(cursor !== null && { cursor }),
      }
      return read(organization, path, { ...params, query } as Params<Path>) as Promise<Page<Row<Path>>>
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })
}

interface Page<Row> {
  data: Row[]
  next_cursor: string | null
}

/** How many rows a list has. */
export function counting<Path extends Listed>(organization: string, path: Path, params: Params<Path> = {}) {
  const query = { ...(params.query as object), limit: 1, count: true }
  return queryOptions({
    ...reading(organization, path, { ...params, query } as Params<Path>),
    select: answer => (answer as { total_count?: number }).total_count,
  })
}

const pageSize = 100

function read<Path extends Readable>(organization: string, path: Path, params: Params<Path>): Promise<Answer<Path>> {
  const get = clientOf(organization).GET as (
    path: string,
    init: object,
  ) => Promise<{ data?: Answer<Path>; response: Response }>
  return getAnswer(get(path, { params }))
}
