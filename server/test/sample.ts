/** A body that fits its description, as small as it may be: what a schema requires, by its examples. */
interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  examples?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  minProperties?: number
  items?: Schema
  minItems?: number
  minLength?: number
  minimum?: number
  format?: string
}

export function sample(schema: Schema, schemas: Readonly<Record<string, Schema>>): unknown {
  const { $ref, examples, anyOf, properties = {}, items } = schema
  if ($ref) return sample(schemas[$ref.split('/').at(-1) as string] as Schema, schemas)
  if (examples) return examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (anyOf) return sample(anyOf[0] as Schema, schemas)
  switch ([schema.type].flat()[0]) {
    case 'object': {
      const changes = Object.keys(properties).filter(name => name !== 'organization')
      const names = schema.required ?? changes.slice(0, schema.minProperties ?? 0)
      return Object.fromEntries(names.map(name => [name, sample(properties[name] as Schema, schemas)]))
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(items as Schema, schemas))
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return schema.format === 'date-time' ? '2099-01-01T00:00:00Z' : 'x'.repeat(schema.minLength ?? 1)
  }
}
