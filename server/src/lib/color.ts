/** The ink that can be read on a colour, `#1459b3`: white where its contrast is enough (WCAG 2.2: 4.5), else black. */
export function inkOn(color: string): '#ffffff' | '#000000' {
  return 1.05 / (luminance(color) + 0.05) >= 4.5 ? '#ffffff' : '#000000'
}

/** WCAG's relative luminance, from 0 to 1. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
