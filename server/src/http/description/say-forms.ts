/**
 * What a check lets through (`lib/forms.ts`) stands in the description where it is sent: who keeps to the description is not
 * refused for the form of a field. What is answered is what it is.
 */
import type { ApiDescription } from './complete-description.ts'

export function sayForms(document: ApiDescription): ApiDescription {
  const named: Record<string, object> = {}
  for (const operation of Object.values(document.paths).flatMap(Object.values)) {
    const { parameters, requestBody, responses } = operation
    Object.assign(operation, {
      ...(parameters && { parameters: say(parameters, named) }),
      ...(requestBody && { requestBody: say(requestBody, named) }),
      responses: say(responses, null),
    })
  }
  Object.assign(document.components, { schemas: { ...document.components.schemas, ...named } })
  return document
}

interface Form {
  /** One that is long stands once, under this name. */
  readonly title?: string
}

/** `named` gathers those that have a name; null: it is answered, not sent. */
function say<T>(value: T, named: Record<string, object> | null): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => say(item, named)) as T
  const { 'x-form': form, ...rest } = value as Record<string, unknown> & { 'x-form'?: Form }
  const inside = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, say(item, named)]))
  if (!form || !named) return inside as T
  if (form.title === undefined) return { ...inside, ...form } as T
  named[form.title] = form
  const { type: _, minLength: __, maxLength: ___, format: ____, ...said } = inside
  return { $ref: `#/components/schemas/${form.title}`, ...said } as T
}
