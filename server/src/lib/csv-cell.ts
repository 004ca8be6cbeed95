const isFormula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** One cell of a CSV line. A text that a spreadsheet could take for a formula is a text after an apostrophe. */
export function csvCell(text: string): string {
  const safe = isFormula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The text that a cell was made of: without the apostrophe that stands before what could be a formula. */
export function unguard(cell: string): string {
  return cell.startsWith("'") && isFormula.test(cell.slice(1)) ? cell.slice(1) : cell
}
