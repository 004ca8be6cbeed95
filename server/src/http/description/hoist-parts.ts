/** Parameters and answers that several operations share stand once, under a name of their own. */
import type { ApiDescription } from './complete-description.ts'
import { pascal, thingOf } from './operation-id.ts'

interface Part {
  readonly text: string
  /** What it could be called, the best first. */
  readonly names: readonly string[]
}

interface Named {
  readonly $ref?: string
}

type Shared = ReadonlyMap<string, string>

export function hoistParts(document: ApiDescription): ApiDescription {
  const { paths, components } = document
  const parameters = nameShared(
    eachOperation(paths).flatMap(({ path, operation }) =>
      (operation.parameters ?? [])
        .filter(isInline)
        .map(parameter => toPart(parameter, namesOfParameter(parameter.name, path))),
    ),
    components.parameters,
  )
  const responses = nameShared(
    eachOperation(paths).flatMap(({ path, operation }) =>
      Object.entries(operation.responses)
        .filter(([, it]) => isInline(it))
        .map(([status, it]) => toPart(it, namesOfResponse(status, it, path))),
    ),
    components.responses,
  )
  for (const { operation } of eachOperation(paths)) {
    const own = operation.parameters?.map(it => refer('parameters', it, parameters))
    if (own) Object.assign(operation, { parameters: own })
    for (const [status, it] of Object.entries(operation.responses))
      Object.assign(operation.responses, { [status]: refer('responses', it, responses) })
  }
  return {
    ...document,
    components: {
      ...components,
      parameters: { ...components.parameters, ...toComponents(parameters) },
      responses: { ...components.responses, ...toComponents(responses) },
    },
  }
}

function eachOperation(paths: ApiDescription['paths']) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).map(operation => ({ path, operation })),
  )
}

function isInline(value: object): boolean {
  return !('$ref' in value)
}

function toPart(value: object, names: readonly string[]): Part {
  return { text: JSON.stringify(value), names }
}

/** An id is that of what stands before it in the address. */
function namesOfParameter(name: string, path: string): string[] {
  const before = thingOf(path.slice(0, path.indexOf(`{${name}}`)))
  const word = pascal(name)
  return name === 'id' ? [`${before}Id`, `${thingOf(path)}Id`] : [word, `${word}Of${thingOf(path)}`]
}

function namesOfResponse(status: string, response: object, path: string): string[] {
  const { content = {} } = response as { content?: Record<string, { schema?: Named & { anyOf?: Named[] } }> }
  const { schema = {} } = Object.values(content)[0] ?? {}
  const names = (schema.anyOf ?? [schema]).flatMap(({ $ref = '' }) => /\w+$/.exec($ref)?.[0] ?? [])
  const word = status === '204' ? 'Gone' : names.join('Or') || thingOf(path)
  return [word, `${word}${status}`, `${word}Of${thingOf(path)}`]
}

/** Those that stand more than once, by their text. */
function nameShared(parts: readonly Part[], known: Readonly<Record<string, unknown>> = {}): Shared {
  const shared = new Map<string, string>()
  const taken = new Set(Object.keys(known))
  for (const [text, group] of Map.groupBy(parts, part => part.text)) {
    if (group.length < 2) continue
    const names = group.flatMap(part => part.names)
    const name = names.find(name => !taken.has(name)) ?? nextFree(names[0] as string, taken)
    taken.add(name)
    shared.set(text, name)
  }
  return shared
}

function nextFree(name: string, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n++) if (!taken.has(`${name}${n}`)) return `${name}${n}`
}

function refer(kind: string, value: object, shared: Shared): object {
  const name = shared.get(JSON.stringify(value))
  return name ? { $ref: `#/components/${kind}/${name}` } : value
}

function toComponents(shared: Shared): Record<string, unknown> {
  return Object.fromEntries([...shared].map(([text, name]) => [name, JSON.parse(text)]))
}
