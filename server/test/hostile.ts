/**
 * Bodies that nobody means well with, made from the description of an operation: nearly right, of the wrong kind, full of what
 * is not known, deep, or as large as may be. The same seed makes the same ones.
 */
import { sample } from './sample.ts'

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema
type Schema = any

export interface HostileRequest {
  readonly method: string
  readonly address: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface HostileOperation {
  readonly method: string
  readonly address: string
  readonly schema: Schema | null
  readonly bodyLimit: number
}

export function createHostile(schemas: Readonly<Record<string, Schema>>, seed: number) {
  let state = seed >>> 0
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(random() * limit)
  const one = <T>(list: readonly T[]) => list[below(list.length)] as T
  const resolve = (schema: Schema): Schema => (schema?.$ref ? schemas[schema.$ref.split('/').at(-1)] : schema)
  const some = <T>(length: number, make: (n: number) => T) => Array.from({ length }, (_, n) => make(n))

  const odd = (): unknown =>
    one<() => unknown>([
      () => null,
      () => '',
      () => '\u0000',
      () => 'x\ud800',
      () => 'x'.repeat(below(3000)),
      () => -below(2 ** 31),
      () => 2 ** 53,
      () => random() < 0.5,
      () => [],
      () => ({}),
      () => some(below(60), n => n),
      () => some(below(60), () => '\ufffd'),
      () => fields(below(60)),
      () => deep(below(40)),
      () => ({ __proto__x: 1, constructor: { prototype: 1 } }),
    ])()

  const fields = (count: number) => Object.fromEntries(some(count, n => [`field_${n}_${below(1e6)}`, below(9)]))
  const deep = (levels: number): unknown =>
    levels === 0 ? 1 : random() < 0.5 ? [deep(levels - 1)] : { a: deep(levels - 1) }

  /** What fits but for a part here and there. */
  function nearly(given: Schema, depth = 0): unknown {
    const schema = resolve(given)
    if (!schema || depth > 6 || random() < 0.08) return odd()
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return nearly(one(choices), depth + 1)
    if (schema.properties || schema.type === 'object') {
      const known = Object.entries<Schema>(schema.properties ?? {}).filter(() => random() < 0.6)
      const value = Object.fromEntries(known.map(([name, part]) => [name, nearly(part, depth + 1)]))
      return random() < 0.1 ? { ...value, ...fields(1 + below(20)) } : value
    }
    if (schema.type === 'array') return some(below(5), () => nearly(schema.items ?? {}, depth + 1))
    return random() < 0.7 ? sample(schema, schemas) : odd()
  }

  function large(bytes: number): string {
    const element = one<() => string>([
      () => '[]',
      () => '0',
      () => 'null',
      () => `{"user":{"email":"p${below(1e9)}@example.com","first_name":7}}`,
      () => JSON.stringify(fields(20)),
      () => JSON.stringify({ user: { email: 'a@example.com', first_name: '\u0000', tags: some(60, () => 'x') } }),
    ])
    const parts: string[] = []
    for (let length = 0; length < bytes - 400; ) {
      const next = element()
      parts.push(next)
      length += next.length + 1
    }
    if (random() < 0.5) return `[${parts.join(',')}]`
    return `{${parts.map((part, n) => `"f${n}":${part}`).join(',')}}`.slice(0, bytes)
  }

  return function make({ method, address, schema, bodyLimit }: HostileOperation): HostileRequest {
    const kind = random()
    const body = (): string => {
      if (!schema) return kind < 0.5 ? '' : (JSON.stringify(odd()) ?? '')
      if (kind < 0.6) return JSON.stringify(nearly(schema))
      if (kind < 0.8) return JSON.stringify(odd()) ?? ''
      if (kind < 0.9) return JSON.stringify(fields(below(3500)))
      if (kind < 0.97 || bodyLimit <= 64 * 1024) return large(below(60 * 1024))
      return large(below(random() < 0.2 ? bodyLimit : 512 * 1024))
    }
    const key: Record<string, string> = random() < 0.2 ? { 'idempotency-key': `k${below(1e9)}` } : {}
    return { method, address, body: body(), headers: { 'content-type': 'application/json', ...key } }
  }
}
