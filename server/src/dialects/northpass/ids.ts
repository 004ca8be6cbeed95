/**
 * Ids as UUIDs. One holds our own id in its last 56 bits, and before that a digest of kind and id, so that an id of one kind
 * is none of another. Nothing is looked up and nothing secret goes in: a UUID that a caller keeps is good for ever.
 */
import { createHash } from 'node:crypto'

export type ResourceType =
  | 'people'
  | 'partnerships'
  | 'schools'
  | 'groups'
  | 'courses'
  | 'enrollments'
  | 'learning_paths'
  | 'categories'
  | 'webhooks'
  | 'events'

/** Where the version and the variant of a UUID stand: those of a random one. */
const [versionByte, variantByte] = [6, 8]
const idByte = 9

export function toUuid(type: ResourceType, id: number): string {
  const bytes = createHash('sha256').update(`${type} ${id}`).digest().subarray(0, 16)
  bytes[versionByte] = ((bytes[versionByte] as number) & 0x0f) | 0x40
  bytes[variantByte] = ((bytes[variantByte] as number) & 0x3f) | 0x80
  bytes.writeUInt8(Math.floor(id / 2 ** 48), idByte)
  bytes.writeUIntBE(id % 2 ** 48, idByte + 1, 6)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Our id; null: this is no UUID of ours, or one of something else. */
export function fromUuid(type: ResourceType, text: unknown): number | null {
  if (typeof text !== 'string' || !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return null
  const id = Number.parseInt(text.replaceAll('-', '').slice(idByte * 2), 16)
  return Number.isSafeInteger(id) && toUuid(type, id) === text.toLowerCase() ? id : null
}
