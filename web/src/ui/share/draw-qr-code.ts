import { generate } from 'lean-qr'

/** Of the quiet zone that scanners need around it. */
const margin = 4

/** A path of squares, in a square of this size. */
export function drawQrCode(content: string) {
  const code = generate(content)
  const squares: string[] = []
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) squares.push(`M${x + margin} ${y + margin}h1v1h-1z`)
  return { path: squares.join(''), size: code.size + 2 * margin }
}
