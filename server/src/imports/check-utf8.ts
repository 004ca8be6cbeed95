import { isUtf8 } from 'node:buffer'

/**
 * The same bytes, as long as they are UTF-8: a name in another encoding would be kept with its letters lost. Throws, in a
 * sentence, where they are not; the lines before have been given out by then.
 */
export async function* checkUtf8(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let line = 1
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of input) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const whole = bytes.subarray(0, bytes.length - countOpenBytes(bytes))
    rest = bytes.subarray(whole.length)
    const good = isUtf8(whole) ? whole : takeGoodLines(whole)
    yield good
    line += countLines(good)
    if (good !== whole) throw notUtf8(line)
  }
  if (rest.length > 0) throw notUtf8(line)
}

/** How many bytes at the end begin a character of which the others are still to come. */
function countOpenBytes(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count++) {
    const byte = bytes[bytes.length - count] as number
    if (byte < 0x80) return 0
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0
    if (length > 0) return length > count ? count : 0
  }
  return 0
}

function takeGoodLines(bytes: Buffer): Buffer {
  let from = 0
  for (let end = bytes.indexOf('\n'); end >= 0 && isUtf8(bytes.subarray(from, end)); end = bytes.indexOf('\n', from)) {
    from = end + 1
  }
  return bytes.subarray(0, from)
}

function countLines(bytes: Buffer): number {
  let count = 0
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', end + 1)) count++
  return count
}

function notUtf8(line: number): Error {
  return new Error(
    `The file is not UTF-8: line ${line} has a character in another encoding. Save it as UTF-8 (in Excel: "CSV UTF-8") and run all of it again; the lines before are done.`,
  )
}
