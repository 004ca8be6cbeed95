/**
 * JSON in which no object names a key twice. `JSON.parse` keeps the last of them without a word, and what the others held
 * would be lost.
 */

/** Thrown for an object that names a key twice; `path` leads to it: `user.email`. `value` is what the rest was read as. */
export class DoubledKey extends Error {
  readonly path: string
  readonly value: unknown

  constructor(path: string, value?: unknown) {
    super(`${path} is there twice`)
    this.path = path
    this.value = value
  }
}

/** The value that a text is in JSON. Throws `SyntaxError` when it is none, and `DoubledKey`. */
export function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  refuseDoubled(text, value)
  return value
}

/** Throws `DoubledKey` where the text names a key twice in one object. `value` is what the text was read as. */
export function refuseDoubled(text: string, value: unknown): void {
  // A key that is there twice is read as one: fewer keys came out than went in.
  if (countColons(text) !== countKeys(value)) throw new DoubledKey(findDoubled(text), value)
}

/** A value without what is at a path in it. Deeper than anything of ours, none of it is kept. */
export function withoutPath(value: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (rest.length > 3 || typeof value !== 'object' || value === null) return undefined
  const inside = rest.length > 0 ? withoutPath(value[name as keyof typeof value], rest) : undefined
  return Array.isArray(value)
    ? value.map((one, index) => (String(index) === name ? inside : one))
    : { ...value, [name]: inside }
}

/** Each colon outside of a string stands behind a key. */
function countColons(text: string): number {
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 58) count++
    else if (code === 34) index = endOfString(text, index)
  }
  return count
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, index: number): boolean {
  let slashes = 0
  while (text.charCodeAt(index - 1 - slashes) === 92) slashes++
  return slashes % 2 === 1
}

/** Without recursion: what somebody sent may be nested as deep as it is long. */
function countKeys(value: unknown): number {
  let count = 0
  const left: unknown[] = [value]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one !== 'object' || one === null) continue
    const inside: unknown[] = Array.isArray(one) ? one : Object.values(one)
    if (!Array.isArray(one)) count += inside.length
    for (const each of inside) if (typeof each === 'object') left.push(each)
  }
  return count
}

/** The path of the first key that stands twice in its object. */
function findDoubled(text: string): string {
  const open: { keys: Set<string> | null; at: string | number }[] = []
  const path = () => open.map(({ at }) => at).join('.')
  for (const [token, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)|[{}[\],]/gs)) {
    const inside = open.at(-1)
    if (token === '{') open.push({ keys: new Set(), at: '' })
    else if (token === '[') open.push({ keys: null, at: 0 })
    else if (token === '}' || token === ']') open.pop()
    else if (token === ',' && inside?.keys === null) inside.at = Number(inside.at) + 1
    else if (colon && inside?.keys) {
      const key = JSON.parse(token.replace(/\s*:$/, '')) as string
      inside.at = key
      if (inside.keys.has(key)) return path()
      inside.keys.add(key)
    }
  }
  return ''
}
