const maxBytes = 64 * 1024
const beginnings: Readonly<Record<string, readonly number[]>> = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpeg: [0xff, 0xd8, 0xff],
}

/** What is wrong with a picture in a data URL, or null. No SVG: mail programs do not show it, and it can hold scripts. */
export function logoProblem(url: string): string | null {
  const [, type = '', base64 = ''] = /^data:image\/(png|jpeg);base64,([A-Za-z\d+/]+={0,2})$/.exec(url) ?? []
  const beginning = beginnings[type]
  if (!beginning) return 'must be a PNG or JPEG picture as a data URL: data:image/png;base64,…'
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > maxBytes) return 'must be a picture of 64 kB at most'
  return beginning.every((byte, index) => bytes[index] === byte) ? null : `is no ${type.toUpperCase()} picture`
}
