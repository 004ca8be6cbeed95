/** What every answer is wrapped in: resources, lists, links and times. Pure. */
import type { ResourceType } from './ids.ts'

export type Version = 'v1' | 'v2'

/** Where links lead, and in which form. */
export interface LinkRoot {
  readonly version: Version
  /** The public address of this version, such as `https://learn.example.com/v2`. */
  readonly base: string
}

type Link = string | { readonly href: string; readonly methods: readonly string[] }

export interface Resource {
  readonly type: string
  readonly id: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly links: Readonly<Record<string, unknown>>
  readonly relationships: Readonly<Record<string, unknown>>
}

/** In v1 a link is text. */
export function link({ version, base }: LinkRoot, path: string, methods: readonly string[] = ['get']): Link {
  const href = `${base}${path}`
  return version === 'v1' ? href : { href, methods }
}

/** To an address elsewhere, in the same form. */
export function linkTo({ version }: LinkRoot, href: string, methods: readonly string[] = ['get']): Link {
  return version === 'v1' ? href : { href, methods }
}

export function one(type: string, id: string) {
  return { data: { type, id } }
}

export function many(type: ResourceType, ids: readonly string[]) {
  return { data: ids.map(id => ({ type, id })) }
}

/** Of second precision. */
export function time(moment: Date): string
export function time(moment: Date | null): string | null
export function time(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString().replace(/\.\d+Z$/, 'Z')
}

/**
 * Of a list at `url` (path and query as asked for, below the base): absent where there is no such page. Past the last page the
 * one before is the last.
 */
export function pageLinks(
  { base }: LinkRoot,
  url: string,
  { page, hasNext, lastPage }: { readonly page: number; readonly hasNext: boolean; readonly lastPage: number },
) {
  return {
    self: addressOfPage(base, url, page),
    ...(page > 1 && { prev: addressOfPage(base, url, Math.min(page - 1, lastPage)) }),
    ...(hasNext && { next: addressOfPage(base, url, page + 1) }),
  }
}

/** Of RFC 8288: there is a client that reads nothing else. */
export function linkHeader({ self: _, ...links }: ReturnType<typeof pageLinks>): string {
  return Object.entries(links)
    .map(([rel, href]) => `<${href}>; rel="${rel}"`)
    .join(', ')
}

/** That of the first page names no page. */
function addressOfPage(base: string, url: string, page: number): string {
  const [path = '', query = ''] = url.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.delete('page[number]')
  if (page === 1) parameters.delete('page')
  else parameters.set('page', String(page))
  const text = parameters.toString()
  return `${base}${path}${text && `?${text}`}`
}
