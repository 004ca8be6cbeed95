/** What every route of the API has in common, added to the description of each: who may, what can go wrong, the headers. */
import { proofs } from '../../lib/proof.ts'
import { errorKinds } from '../errors/error-codes.ts'
import { operationIdOf, thingOf } from './operation-id.ts'

export interface ApiDescription {
  readonly paths: Record<string, Record<string, Described>>
  readonly components: Record<string, Record<string, unknown>>
  tags: { readonly name: string }[]
}

interface Described {
  operationId?: string
  description?: string
  readonly summary: string
  readonly tags: string[]
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  readonly requestBody?: unknown
  responses: Record<string, Response>
  /** Of a native route: what the caller must be allowed; null: nothing. */
  readonly 'x-permission'?: string | null
  /** Whether being allowed it in a team is enough, for what is the team's. */
  readonly 'x-in-teams'?: boolean
  /** Whether a session must have been proven lately for it; or the fields that take that. */
  readonly 'x-proof'?: true | readonly string[]
}

interface Response {
  description?: string
  content?: Record<
    string,
    { schema?: { readonly properties?: { readonly next_cursor?: unknown }; [rest: string]: unknown } }
  >
  headers?: unknown
}

interface Parameter {
  readonly in: string
  readonly name: string
  description?: string
  required?: boolean
  readonly schema?: { readonly default?: unknown }
}

const callers: Record<string, string[]>[] = [{ apiKey: [] }, { bearer: [] }, { session: [] }]
const ofSession = /^\/api\/(?:me|auth\/sign-out|auth\/get-session)/

export function completeDescription(document: ApiDescription): ApiDescription {
  const usedTags = new Set<string>()
  const usedStatuses = new Set<string>()
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      for (const tag of operation.tags) usedTags.add(tag)
      operation.operationId ??= operationIdOf(method, path)
      operation.security ??= ofSession.test(path) ? [{ session: [] }] : []
      for (const parameter of operation.parameters ?? []) {
        parameter.description ??= describeParameter(parameter, path)
        if (parameter.name === 'expand') Object.assign(parameter, { style: 'form', explode: false })
        // Who leaves it out gets the default.
        if (parameter.schema?.default !== undefined) parameter.required = false
      }
      const permission = operation['x-permission']
      if (permission !== undefined) completeNative(operation, method, path, permission)
      else if (!path.startsWith('/api/v1/'))
        addProblems(operation, [400, 503, ...(ofSession.test(path) ? [401] : []), ...matchProblems(operation)])
      for (const response of Object.values(operation.responses))
        if (response.description === 'Default Response') response.description = 'Done.'
      for (const status of Object.keys(operation.responses)) usedStatuses.add(status)
      operation.description ??= `${operation.summary}.`
    }
  }
  document.tags = document.tags.filter(tag => usedTags.has(tag.name))
  Object.assign(document.components, { responses: responses(usedStatuses), headers, parameters })
  document.components.schemas = { ...document.components.schemas, Problem: problem }
  return document
}

function completeNative(operation: Described, method: string, path: string, permission: string | null): void {
  const isWrite = method !== 'get'
  const where = operation['x-in-teams'] ? ', in the organization or in the team' : ''
  operation.description = [
    operation.description,
    permission && `Takes the permission \`${permission}\`${where}.`,
    sayProof(operation['x-proof']),
  ]
    .filter(Boolean)
    .join('\n\n')
  operation.security = callers
  operation.parameters = [
    ...(operation.parameters ?? []),
    ref('parameters', 'Usher-Version'),
    ref('parameters', 'Usher-Organization'),
    ...(method === 'post' ? [ref('parameters', 'Idempotency-Key')] : []),
  ] as Parameter[]
  const names = ['Usher-Version', 'RateLimit', 'RateLimit-Policy']
  if (isWrite) names.push('Usher-Operation')
  if (path.endsWith('}') && method !== 'delete') names.push('ETag')
  for (const response of Object.values(operation.responses))
    response.headers = Object.fromEntries(names.map(name => [name, ref('headers', name)]))
  const { content, headers: sent } = operation.responses[200] ?? {}
  if (method === 'get' && content?.['application/json']?.schema?.properties?.next_cursor) {
    // Beside JSON, clients made from this would take every answer for a text as well.
    operation.description += '\n\nWith `Accept: text/csv` all of it comes as CSV, with a line of titles.'
    Object.assign(sent as object, { Link: ref('headers', 'Link') })
  }
  const takesOne = path.includes('{') || operation.parameters.some(({ name }) => name === 'organization')
  addProblems(operation, [
    ...[400, 401, 403, 429, 500, 503],
    ...(takesOne || isWrite ? [404] : []),
    ...(isWrite ? [409] : []),
    ...matchProblems(operation),
    ...(method === 'post' ? [422] : []),
    ...(operation.requestBody ? [413, 415] : []),
  ])
}

function sayProof(proof: Described['x-proof']): string | undefined {
  if (proof === undefined) return undefined
  const what = proof === true ? '' : ` for ${proof.map(field => `\`${field}\``).join(', ')}`
  return `Of a person it takes a proof of the last ten minutes${what}: else \`proof_needed\`.`
}

function matchProblems({ parameters = [] }: Described): number[] {
  return parameters.some(({ name }) => name === 'if-match') ? [412] : []
}

function addProblems(operation: Described, statuses: readonly number[]): void {
  for (const status of statuses) operation.responses[status] ??= ref('responses', String(status)) as Response
}

function ref(kind: string, name: string) {
  return { $ref: `#/components/${kind}/${name}` }
}

const told: Readonly<Record<string, string>> = {
  user: 'The id of the person.',
  course: 'The name of the course.',
  product: 'The name of the product.',
  ends_before: 'Only those that end before this moment.',
  state: 'Only those in this state.',
  external_id: 'What the organization calls the person.',
  sort: 'What it is sorted by; with a leading `-` from the end.',
  'if-match': "The thing's `ETag`: what was changed since is not overwritten.",
}

/** An id is that of what stands before it in the address. */
function describeParameter({ name, in: place }: Parameter, path: string): string | undefined {
  if (place !== 'path' || !/^(?:.+_)?id$/.test(name)) return told[name]
  const thing = thingOf(path.slice(0, path.indexOf(`{${name}}`)))
  return `The id of the ${thing.replace(/(?!^)[A-Z]/g, letter => ` ${letter}`).toLowerCase()}.`
}

const problem = {
  type: 'object',
  description: 'An error (RFC 9457).',
  required: ['type', 'title', 'status', 'code', 'detail', 'errors', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'A page that explains the code.' },
    title: { type: 'string', description: 'The code in words.' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(errorKinds), description: 'For programs: it never changes its meaning.' },
    detail: { type: 'string', description: 'What happened this time, for people.' },
    errors: {
      type: 'array',
      description: 'All faults at once, by field.',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: {
          field: { type: 'string', examples: ['name'] },
          message: { type: 'string', description: 'The end of a sentence that begins with the field.' },
          code: { ...ref('schemas', 'ProblemCode'), description: 'For programs, where there is one.' },
        },
      },
    },
    how: {
      type: 'array',
      items: { type: 'string', enum: proofs },
      description: 'With `proof_needed` alone: by what it may be proven.',
    },
    request_id: { type: 'string', format: 'uuid', description: "What the server's log knows the call by." },
  },
}

/** One for each status, with the codes that come with it. */
function responses(used: ReadonlySet<string>) {
  const content = { 'application/problem+json': { schema: ref('schemas', 'Problem') } }
  const byStatus = Map.groupBy(Object.entries(errorKinds), ([, { status }]) => String(status))
  const described = [...byStatus].map(([status, kinds]) => {
    const description = kinds.map(([code, { meaning }]) => `\`${code}\`: ${meaning}`).join('\n\n')
    return [status, { description, content }] as const
  })
  return Object.fromEntries(described.filter(([status]) => used.has(status)))
}

const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string', examples: [example] },
})

const headers = {
  'Usher-Version': text('The version of the API that was spoken.', '2026-12-01'),
  'Usher-Operation': text('The id of the operation in the log: `GET /api/operations/{id}`.', '4160'),
  ETag: text('The state of the thing, for `If-Match`: its `updated_at`.', '"2026-12-01T09:30:00.000Z"'),
  Link: text(
    'Where the next page is. Absent: this is the last one.',
    '<https://usher.example.com/api/teams?cursor=WyJpZCJd>; rel="next"',
  ),
  RateLimit: text('How many calls are left, and the seconds until there are all again.', '"default";r=998;t=42'),
  'RateLimit-Policy': text('How many calls the caller may make a minute.', '"default";q=1000;w=60'),
}

const parameters = {
  'Usher-Version': {
    in: 'header',
    name: 'Usher-Version',
    description: 'The version of the API to speak. Default: the newest; of a key the one of its making.',
    schema: { type: 'string', examples: ['2026-12-01'] },
  },
  'Usher-Organization': {
    in: 'header',
    name: 'Usher-Organization',
    description:
      'By slug or id, the organization that a person acts in who has signed in. Default: the only one where the person may do anything. A key acts in its own, and sends none.',
    schema: { type: 'string', examples: ['acme-prep'] },
  },
  'Idempotency-Key': {
    in: 'header',
    name: 'Idempotency-Key',
    description: 'Any text of yours: the same request sent again with it is done once, and answered as the first time.',
    schema: { type: 'string', maxLength: 257, examples: ['"8e03978e-40d5-43e8-bc93-6894a57f9324"'] },
  },
}
