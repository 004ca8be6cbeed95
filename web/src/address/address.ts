/** What the address says after its question mark: filters, tabs, sorting, columns. Always texts, read as they are written. */

export type Address<Name extends string> = { readonly [N in Name]?: string }

/** For a route's `validateSearch`: keeps these, drops the rest. */
export function addressOf<const Name extends string>(...names: Name[]) {
  return (written: Record<string, unknown>): Address<Name> =>
    Object.fromEntries(
      names
        .filter(name => written[name] !== undefined && written[name] !== '')
        .map(name => [name, String(written[name])]),
    ) as Address<Name>
}

/** The same for a list's page: what every list has, and its own filters. */
export function listAddressOf<const Name extends string = never>(...filters: Name[]) {
  return addressOf<Name | 'search' | 'sort' | 'columns'>('search', 'sort', 'columns', ...filters)
}

export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

export function stringifySearch(values: Record<string, unknown>): string {
  const written = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const search = new URLSearchParams(written.map(([name, value]) => [name, String(value)])).toString()
  return search && `?${search}`
}
