/**
 * What is wrong with a value, fault by fault, as far as somebody asks for them: a walk over schema and value together. What
 * holds more than it may is not looked into, and of a value that may have several forms only the form that was meant counts.
 */

/** A fault as Ajv describes it. */
export interface ShapeFault {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}

/** The part of JSON Schema that our shapes are written in. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly const?: unknown
  readonly default?: unknown
}

/** What is wrong with a value by itself, without what it holds; the first thing. */
export type CompilePart = (schema: Schema) => { (value: unknown): unknown; errors?: readonly ShapeFault[] | null }

type Fields = Readonly<Record<string, unknown>>

export function* listFaults(schema: Schema, value: unknown, compile: CompilePart, path = ''): Generator<ShapeFault> {
  if (schema.anyOf) return yield* listFaultsOfChoice(schema.anyOf, value, compile, path)
  const judge = compile(schema)
  const fault = judge(value) ? undefined : judge.errors?.[0]
  if (fault) yield { ...fault, instancePath: path, params: { ...fault.params, sent: value } }
  if (fault && endsJudgement.includes(fault.keyword)) return
  if (Array.isArray(value)) {
    if (schema.items)
      for (const [i, item] of value.entries()) yield* listFaults(schema.items, item, compile, `${path}/${i}`)
  } else if (isFields(value)) yield* listFaultsOfFields(schema, value, compile, path)
}

const endsJudgement = ['type', 'maxItems', 'maxProperties']

function* listFaultsOfFields(schema: Schema, value: Fields, compile: CompilePart, path: string): Generator<ShapeFault> {
  const { properties = {}, patternProperties, additionalProperties = true, required = [] } = schema
  const other = patternProperties ? Object.values(patternProperties)[0] : additionalProperties
  for (const missingProperty of required)
    if (value[missingProperty] === undefined && properties[missingProperty]?.default === undefined)
      yield { instancePath: path, keyword: 'required', params: { missingProperty } }
  for (const name in value) {
    if (Object.hasOwn(properties, name)) continue
    if (other === false) {
      const params = { additionalProperty: name, known: Object.keys(properties) }
      yield { instancePath: path, keyword: 'additionalProperties', params }
    } else if (typeof other === 'object') yield* listFaults(other, value[name], compile, `${path}/${name}`)
  }
  // What may have several forms has the most to say: last.
  const known = Object.entries(properties).filter(([name]) => value[name] !== undefined)
  for (const isChoice of [false, true])
    for (const [name, shape] of known)
      if ((shape.anyOf !== undefined) === isChoice) yield* listFaults(shape, value[name], compile, `${path}/${name}`)
}

function* listFaultsOfChoice(
  forms: readonly Schema[],
  value: unknown,
  compile: CompilePart,
  path: string,
): Generator<ShapeFault> {
  const all = forms.flatMap(flatten)
  const meant = all.filter(form => typesOf(form).some(type => isOfType(type, value)))
  if (meant.length === 0)
    return yield {
      instancePath: path,
      keyword: 'type',
      params: {},
      message: `must be ${[...new Set(all.flatMap(typesOf))].join(' or ')}`,
    }
  const marked = meant.length > 1 ? meant.filter(form => hasMarks(form, value)) : meant
  if (marked.length === 0) return yield* listFaultsOfMarks(meant, path)
  for (const form of marked) if (listFaults(form, value, compile).next().done) return
  for (const form of marked) yield* listFaults(form, value, compile, path)
}

function* listFaultsOfMarks(forms: readonly Schema[], path: string): Generator<ShapeFault> {
  for (const [name, marks] of Map.groupBy(forms.flatMap(marksOf), ([name]) => name)) {
    const allowedValues = [...new Set(marks.map(([, value]) => value))]
    yield { instancePath: name === '' ? path : `${path}/${name}`, keyword: 'enum', params: { allowedValues } }
  }
}

function flatten(form: Schema): Schema[] {
  return form.anyOf ? form.anyOf.flatMap(flatten) : [form]
}

/** What tells one form of several from the others: the fields that have one value each; the empty name is the value itself. */
function marksOf({ const: own, properties = {} }: Schema): [name: string, value: unknown][] {
  if (own !== undefined) return [['', own]]
  return Object.entries(properties).flatMap(([name, { const: value }]) => (value === undefined ? [] : [[name, value]]))
}

function hasMarks(form: Schema, value: unknown): boolean {
  return marksOf(form).every(([name, mark]) => (name === '' ? value : (value as Fields)[name]) === mark)
}

function typesOf({ type = [] }: Schema): readonly string[] {
  return [type].flat()
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isFields(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
