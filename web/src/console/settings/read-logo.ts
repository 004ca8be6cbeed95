/** Logos go with each mail, so the API takes 64 kB at most. A larger picture, or one of another kind, is drawn again. */
const mostBytes = 64 * 1024
const widths = [512, 384, 256, 128]

/** As a data URL. Throws when the browser cannot read the file as a picture. */
export async function readLogo(file: File): Promise<string> {
  const image = await createImageBitmap(file)
  if (file.size <= mostBytes && ['image/png', 'image/jpeg'].includes(file.type)) return readAsUrl(file)
  for (const width of widths) {
    const drawn = draw(image, width)
    if (bytesOf(drawn) <= mostBytes) return drawn
  }
  throw new Error('The picture stays too large.')
}

function draw(image: ImageBitmap, most: number): string {
  const scale = Math.min(1, most / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/png')
}

function bytesOf(url: string): number {
  return ((url.length - url.indexOf(',') - 1) * 3) / 4
}

function readAsUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
