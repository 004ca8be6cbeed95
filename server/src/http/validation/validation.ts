/**
 * Whether a part of a request has the shape that its route says. What is right is judged in full; of what is wrong no more
 * faults are looked for than anybody reads, so that a body of megabytes costs no more to refuse than to take.
 */
import { Ajv, type Options } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { mostFaults } from '../../lib/refusal.ts'
import { formats } from './formats.ts'
import { type CompilePart, listFaults, type Schema, type ShapeFault } from './list-faults.ts'

/** After a call that gave false `errors` says why. */
export interface Judge {
  (value: unknown): boolean
  errors: readonly ShapeFault[] | null
  /** The same without asking why. */
  readonly isValid: (value: unknown) => boolean
}

export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) =>
  judgeWith(httpPart === 'body' ? inBodies : inAddresses, schema, mostFaults) as ReturnType<
    FastifySchemaCompiler<TSchema>
  >

/** For something in a body. */
export function createJudge(schema: TSchema, most: number): Judge {
  return judgeWith(inBodies, schema, most)
}

function judgeWith({ whole, part }: Compilers, schema: TSchema, most: number): Judge {
  const isValid = whole.compile<unknown>(schema)
  const judge: Judge = Object.assign(
    (value: unknown) => {
      const isRight = isValid(value)
      judge.errors = isRight
        ? null
        : listFaults(schema as Schema, value, part)
            .take(most)
            .toArray()
      return isRight
    },
    { errors: null, isValid },
  )
  return judge
}

interface Compilers {
  readonly whole: Ajv
  readonly part: CompilePart
}

/** Stops at the first fault: at the limit of a list before anything inside of it. */
const inBodies = createCompilers({ coerceTypes: false })
/** Whatever comes in an address is text: numbers and booleans are read from it, all of them. It cannot be long. */
const inAddresses = createCompilers({ coerceTypes: 'array', allErrors: true })

function createCompilers(options: Options): Compilers {
  const whole = new Ajv({ useDefaults: true, removeAdditional: false, ...options })
  addFormats.default(whole)
  for (const [name, { isValid }] of Object.entries(formats)) whole.addFormat(name, isValid)
  whole.addKeyword('example')
  whole.addKeyword('x-form')
  const parts = new WeakMap<object, ReturnType<CompilePart>>() // made when the first fault is in one
  const part: CompilePart = schema => {
    const { properties, patternProperties, additionalProperties, required, items, default: _, ...own } = schema
    const compiled = parts.get(schema) ?? whole.compile(own)
    parts.set(schema, compiled)
    return compiled
  }
  return { whole, part }
}
