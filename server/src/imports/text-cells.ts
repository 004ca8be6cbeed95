/**
 * `="00123"` is how a spreadsheet is told that a cell is text and no number: the same cell without the sign. A reader of CSV
 * would find a quotation mark in the middle of it.
 */
export function createTextCells(delimiter: string): (bytes: Buffer) => Buffer {
  const between = new Set([delimiter.charCodeAt(0), 0x0a, 0x0d])
  let quoted = false
  let atStart = true
  /** Whether a sign that began a cell was the last byte that came. */
  let pending = false
  return bytes => {
    if (!pending && !bytes.includes(sign)) return pass(bytes)
    const kept = Buffer.alloc(bytes.length + 1)
    let length = 0
    for (const byte of bytes) {
      if (pending && byte !== mark) kept[length++] = sign
      pending = atStart && !quoted && byte === sign
      if (!pending) kept[length++] = byte
      if (byte === mark) quoted = !quoted
      atStart = !quoted && between.has(byte)
    }
    return kept.subarray(0, length)
  }

  function pass(bytes: Buffer): Buffer {
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) quoted = !quoted
    const last = bytes.at(-1)
    if (last !== undefined) atStart = !quoted && between.has(last)
    return bytes
  }
}

const sign = 0x3d
const mark = 0x22
