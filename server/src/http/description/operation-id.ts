/** What an operation is called in clients that are made from the description: from its method and address. */

const verbs: Readonly<Record<string, readonly [collection: string, item: string]>> = {
  get: ['list', 'get'],
  post: ['create', 'create'],
  put: ['set', 'set'],
  patch: ['update', 'update'],
  delete: ['delete', 'delete'],
}

/** `get /api/teams/{id}/members` is `listTeamMembers`; `post /api/teams/{id}/archive` is `archiveTeam`. */
export function operationIdOf(method: string, path: string): string {
  const parts = path.split('/').filter(part => !['', 'api'].includes(part))
  const words = parts.filter(part => !part.startsWith('{'))
  const last = words.pop() ?? ''
  const isItem = parts.at(-1)?.startsWith('{') ?? false
  const owners = words.map(word => pascal(singular(word))).join('')
  if (isItem) return `${verbs[method]?.[1]}${owners}${pascal(singular(last))}`
  if (isPlural(last)) {
    const thing = method === 'post' ? singular(last) : last
    return `${verbs[method]?.[0]}${owners}${pascal(thing)}`
  }
  if (method === 'get') return `get${owners}${pascal(last)}`
  const action = pascal(last)
  return `${action.charAt(0).toLowerCase()}${action.slice(1)}${owners}`
}

/** Of the thing that an address is about: `CatalogItem` of `/api/catalog-items/{id}`. */
export function thingOf(path: string): string {
  const words = path.split('/').filter(part => !['', 'api'].includes(part) && !part.startsWith('{'))
  return words.map(word => pascal(singular(word))).join('')
}

function isPlural(word: string): boolean {
  return /[^s]s$/.test(word)
}

export function singular(word: string): string {
  if (!isPlural(word)) return word
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1)
}

/** `two-words` and `two_words` are `TwoWords`. */
export function pascal(word: string): string {
  return word.replace(/(?:^|[-_])(\w)/g, (_, letter: string) => letter.toUpperCase())
}
