import { generate } from 'lean-qr'
import { Download } from 'lucide-react'
import { words } from '../text/words.ts'
import { Action } from './action.tsx'

/** An address as a code to photograph, black on white whatever the colours, and the same as a file for print. */
export function QrCode({ url, fileName }: { url: string; fileName: string }) {
  const { path, size } = draw(url)
  const viewBox = `0 0 ${size} ${size}`
  const ground = `M0 0h${size}v${size}H0z`
  const save = () => {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" shape-rendering="crispEdges"><path fill="white" d="${ground}"/><path d="${path}"/></svg>`
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }))
    link.download = fileName
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  return (
    <div className="flex w-fit flex-col items-center gap-3">
      <svg
        role="img"
        aria-label={words.ui.qrCode(url)}
        viewBox={viewBox}
        shapeRendering="crispEdges"
        className="size-52 rounded-lg"
      >
        <path d={ground} fill="white" />
        <path d={path} fill="black" />
      </svg>
      <Action icon={Download} onPress={save}>
        {words.ui.saveQrCode}
      </Action>
    </div>
  )
}

/** Of the quiet zone that scanners need around it. */
const margin = 4

function draw(url: string) {
  const code = generate(url)
  const squares: string[] = []
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) squares.push(`M${x + margin} ${y + margin}h1v1h-1z`)
  return { path: squares.join(''), size: code.size + 2 * margin }
}
