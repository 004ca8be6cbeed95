/**
 * What no field of the native API may hold, and nothing behind it can keep: text that is not well-formed Unicode, U+0000,
 * U+FFFD, which stands where text was lost already, and what is nested deeper than any shape of ours.
 */
import type { FastifyRequest } from 'fastify'
import { type FieldError, mostFaults, mostFaultsOfOne, Refusal } from '../../lib/refusal.ts'
import { mostElements } from '../shapes.ts'

/** Throws `invalid` with the fields, by their paths. Of a body that is an array each element is refused by itself. */
export function requireReadable(request: FastifyRequest): void {
  const { body, query, params } = request
  const isMany = Array.isArray(body)
  // More than may be sent are refused for that.
  if (isMany && body.length <= mostElements) setAside(request, body)
  const faults = (isMany ? [params, query] : [params, query, body]).flatMap(part => findFaults(part, mostFaults))
  if (faults.length > 0) throw new Refusal('invalid', 'The request is not valid', faults)
}

interface Unreadable {
  readonly element: unknown
  readonly faults: readonly FieldError[]
}

const aside = new WeakMap<FastifyRequest, ReadonlyMap<number, Unreadable>>()

/** By their places in the body; in the body itself null stands for each: nothing behind it could keep them. */
export function unreadableFaults(request: FastifyRequest, index: number): readonly FieldError[] | undefined {
  return aside.get(request)?.get(index)?.faults
}

/** As it was sent. */
export function sentElement(request: FastifyRequest, index: number): unknown {
  const unreadable = aside.get(request)?.get(index)
  return unreadable ? unreadable.element : (request.body as readonly unknown[])[index]
}

function setAside(request: FastifyRequest, elements: unknown[]): void {
  const found = new Map<number, Unreadable>()
  for (const [index, element] of elements.entries()) {
    const faults = findFaults(element, mostFaultsOfOne)
    if (faults.length === 0) continue
    found.set(index, { element, faults })
    elements[index] = null
  }
  aside.set(request, found)
}

function findFaults(value: unknown, most: number): FieldError[] {
  const faults: FieldError[] = []
  gatherFaults(value, [], faults, most)
  return faults
}

const maxDepth = 20

/** `path` is one array on the way down and up, joined only for a fault: a body of megabytes costs little. */
function gatherFaults(value: unknown, path: (string | number)[], faults: FieldError[], most: number): void {
  if (faults.length >= most) return
  if (typeof value === 'string') {
    if (!isReadable(value)) faults.push({ field: nameOf(path), message: 'must be text that can be read' })
  } else if (typeof value === 'object' && value !== null) {
    if (path.length >= maxDepth) faults.push({ field: nameOf(path), message: 'is nested too deep' })
    else if (Array.isArray(value)) for (const index of value.keys()) gatherIn(value, index, path, faults, most)
    else for (const key of Object.keys(value)) gatherIn(value, key, path, faults, most)
  }
}

function gatherIn(
  parent: object,
  key: string | number,
  path: (string | number)[],
  faults: FieldError[],
  most: number,
): void {
  path.push(key)
  if (typeof key === 'string' && !isReadable(key))
    faults.push({ field: nameOf(path), message: 'must have a name that can be read' })
  gatherFaults(parent[key as keyof typeof parent], path, faults, most)
  path.pop()
}

function isReadable(text: string): boolean {
  return text.isWellFormed() && !/[\0\ufffd]/.test(text)
}

function nameOf(path: readonly (string | number)[]): string {
  return path.join('.').replaceAll('\0', '\ufffd').toWellFormed()
}
