const decoder = new TextDecoder('utf-8', { fatal: true })

/** The text that bytes are in UTF-8, without a byte order mark. Throws a TypeError when they are none. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
