import { drawQrCode } from './draw-qr-code.ts'

/** Something to photograph from the screen and nowhere else: it is not offered as a file. */
export function QrPicture({ content, label }: { content: string; label: string }) {
  const { path, size } = drawQrCode(content)
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-52 self-center rounded-lg"
    >
      <path d={`M0 0h${size}v${size}H0z`} fill="white" />
      <path d={path} fill="black" />
    </svg>
  )
}
