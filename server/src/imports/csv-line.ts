import { csvCell } from '../lib/csv-cell.ts'
import type { RowResult } from './provision-rows.ts'

export const csvTitles = 'line,email,result,user_id,message\n'

export function csvLine({ line, email, result, user_id, message }: RowResult): string {
  return `${line},${csvCell(email)},${result},${user_id ?? ''},${csvCell(message)}\n`
}
