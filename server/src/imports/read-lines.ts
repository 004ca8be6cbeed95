/** Lines without their ends. One of more than `maxBytes` is null: no more of it is kept, whatever its length. */
export async function* readLines(input: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = []
  let size = 0
  for await (const bytes of input) {
    let from = 0
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
      add(bytes.subarray(from, end))
      yield take()
      from = end + 1
    }
    add(bytes.subarray(from))
  }
  if (size > 0) yield take()

  function add(bytes: Buffer): void {
    size += bytes.length
    if (size > maxBytes) parts = []
    else parts.push(bytes)
  }

  function take(): Buffer | null {
    const line = size > maxBytes ? null : Buffer.concat(parts)
    parts = []
    size = 0
    return line
  }
}
