import type { RowResult } from './provision-rows.ts'

export const csvTitles = 'line,email,result,user_id,message\n'

export function csvLine({ line, email, result, user_id, message }: RowResult): string {
  return `${line},${cell(email)},${result},${user_id ?? ''},${cell(message)}\n`
}

/** What the file says could be a formula to the spreadsheet that opens the results: after an apostrophe it is a text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
