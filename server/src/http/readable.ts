/**
 * What no field of the native API may hold, and nothing behind it can keep: text that is not well-formed Unicode, U+0000,
 * U+FFFD, which stands where text was lost already, and what is nested deeper than any shape of ours.
 */
import type { FastifyRequest } from 'fastify'
import { type FieldError, Refusal } from '../lib/refusal.ts'

/** Throws `invalid` with the fields, by their paths. */
export function requireReadable({ body, query, params }: FastifyRequest): void {
  const faults: FieldError[] = []
  for (const part of [params, query, body]) gatherFaults(part, [], faults)
  if (faults.length > 0) throw new Refusal('invalid', 'The request is not valid', faults)
}

const maxFaults = 50
const maxDepth = 20

/** `path` is one array on the way down and up, joined only for a fault: a body of megabytes costs little. */
function gatherFaults(value: unknown, path: (string | number)[], faults: FieldError[]): void {
  if (faults.length >= maxFaults) return
  if (typeof value === 'string') {
    if (!isReadable(value)) faults.push({ field: nameOf(path), message: 'must be text that can be read' })
  } else if (typeof value === 'object' && value !== null) {
    if (path.length >= maxDepth) faults.push({ field: nameOf(path), message: 'is nested too deep' })
    else if (Array.isArray(value)) for (const index of value.keys()) gatherIn(value, index, path, faults)
    else for (const key of Object.keys(value)) gatherIn(value, key, path, faults)
  }
}

function gatherIn(parent: object, key: string | number, path: (string | number)[], faults: FieldError[]): void {
  path.push(key)
  if (typeof key === 'string' && !isReadable(key))
    faults.push({ field: nameOf(path), message: 'must have a name that can be read' })
  gatherFaults(parent[key as keyof typeof parent], path, faults)
  path.pop()
}

function isReadable(text: string): boolean {
  return text.isWellFormed() && !/[\0\ufffd]/.test(text)
}

function nameOf(path: readonly (string | number)[]): string {
  return path.join('.').replaceAll('\0', '\ufffd').toWellFormed()
}
