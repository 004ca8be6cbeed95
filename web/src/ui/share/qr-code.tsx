import { Download } from 'lucide-react'
import { words } from '../../text/words.ts'
import { Action } from '../act/action.tsx'
import { drawQrCode } from './draw-qr-code.ts'

/** An address as a code to photograph, black on white whatever the colours, and the same as files: for print, and for a chat. */
export function QrCode({ url, name }: { url: string; name: string }) {
  const { path, size } = drawQrCode(url)
  const viewBox = `0 0 ${size} ${size}`
  const ground = `M0 0h${size}v${size}H0z`
  const saveDrawing = () => {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" shape-rendering="crispEdges"><path fill="white" d="${ground}"/><path d="${path}"/></svg>`
    save(new Blob([drawing], { type: 'image/svg+xml' }), `${name}.svg`)
  }
  const savePicture = () => {
    const canvas = document.createElement('canvas')
    canvas.width = size * pixelsPerSquare
    canvas.height = canvas.width
    const picture = canvas.getContext('2d')
    if (!picture) return
    picture.scale(pixelsPerSquare, pixelsPerSquare)
    picture.fillStyle = 'white'
    picture.fill(new Path2D(ground))
    picture.fillStyle = 'black'
    picture.fill(new Path2D(path))
    canvas.toBlob(blob => blob && save(blob, `${name}.png`), 'image/png')
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
      <div className="flex flex-wrap justify-center gap-2">
        <Action icon={Download} onPress={savePicture}>
          {words.ui.saveQrCodeAs('PNG')}
        </Action>
        <Action icon={Download} onPress={saveDrawing}>
          {words.ui.saveQrCodeAs('SVG')}
        </Action>
      </div>
    </div>
  )
}

function save(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Of the picture: enough for a page of paper. */
const pixelsPerSquare = 24
