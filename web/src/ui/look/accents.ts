/**
 * The colours that follow from an organization's, by light and in the dark. What is filled with it, such as a button, has it as
 * it is, and takes the ink that can be read on it, as in mails. What is written in it is as near to it as words can be read:
 * darker on light ground, lighter on dark, until the contrast is 4.5.
 */
type Rgb = readonly [number, number, number]

/** For the style of an element, or of all the page. No colour: Usher's own. */
export function accentsOf(color: string | null | undefined): Record<`--${string}`, string> {
  if (!color || !/^#[\da-f]{6}$/i.test(color)) return {}
  const brand = readColor(color)
  const [light, dark] = [onLight(brand), onDark(brand)]
  const ink = contrast(brand, white) >= 4.5 ? white : black
  return {
    '--accent': pair(light, dark),
    '--accent-strong': pair(mix(light, black, 0.25), mix(dark, white, 0.35)),
    '--brand': write(brand),
    '--brand-strong': write(mix(brand, ink === white ? black : white, 0.2)),
    '--on-brand': write(ink),
    '--tint': pair(tintOnLight(light), tintOnDark(dark)),
  }
}

const black: Rgb = [0, 0, 0]
const white: Rgb = [255, 255, 255]
// The grounds of styles.css that are nearest to the words on them.
const sunkenLight = readColor('#f3f0ea')
const sunkenDark = readColor('#24292b')
const surfaceDark = readColor('#1d2123')
const steps = Array.from({ length: 51 }, (_, step) => step / 50)

function onLight(color: Rgb): Rgb {
  const isReadable = (accent: Rgb) =>
    [sunkenLight, tintOnLight(accent)].every(ground => contrast(accent, ground) >= 4.6)
  return steps.map(share => mix(color, black, share)).find(isReadable) ?? black
}

function onDark(color: Rgb): Rgb {
  const isReadable = (accent: Rgb) => [sunkenDark, tintOnDark(accent)].every(ground => contrast(accent, ground) >= 4.6)
  return steps.map(share => mix(color, white, share)).find(isReadable) ?? white
}

function tintOnLight(accent: Rgb): Rgb {
  return mix(white, accent, 0.11)
}

function tintOnDark(accent: Rgb): Rgb {
  return mix(surfaceDark, accent, 0.14)
}

function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (high + 0.05) / (low + 0.05)
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map(part => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(a[index] * (1 - share) + b[index] * share)
  return [part(0), part(1), part(2)]
}

function readColor(color: string): Rgb {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

function pair(light: Rgb, dark: Rgb): string {
  return `light-dark(${write(light)}, ${write(dark)})`
}

function write(color: Rgb): string {
  return `#${color.map(part => part.toString(16).padStart(2, '0')).join('')}`
}
