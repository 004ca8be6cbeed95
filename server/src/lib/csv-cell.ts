const sign = '=+\\-@\\uff1d\\uff0b\\uff0d\\uff20'
/**
 * Where a spreadsheet may begin a cell that it takes for a formula: at the start, which may be blank, and behind whatever
 * else than our comma divides tables somewhere. There quotation marks do not help: a quoted text that is not first in its
 * line is none to who divides at semicolons.
 */
const places = [
  ['^', `(?='*[${sign}\\t\\r\\n])`],
  ['(?<=[;\\t\\r\\n])', `(?='*[${sign}])`],
] as const
const unguarded = new RegExp(places.map(([start, formula]) => start + formula).join('|'), 'g')
const guarded = new RegExp(places.map(([start, formula]) => `${start}'${formula}`).join('|'), 'g')

/** One cell of a CSV line. A text that a spreadsheet could take for a formula is a text after an apostrophe. */
export function csvCell(text: string): string {
  const safe = text.replace(unguarded, "'")
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The text that a cell was made of: without the apostrophes that stand before what could be a formula. */
export function unguard(cell: string): string {
  return cell.replace(guarded, '')
}
