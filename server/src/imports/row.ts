/** What is read of a file of people. */
import type { Body } from '../dialects/student/translate.ts'

/** Lines are numbered as an editor counts them: the first one of the file is 1. */
export type Row = { readonly line: number } & (
  | { readonly body: Body }
  | { readonly problem: 'unreadable_body' | 'body_too_large' | 'too_many_values' }
  /** `value`: how many there are of how many. */
  | { readonly problem: 'too_few_values'; readonly value: string }
)

/** How the titles of a CSV file are read. */
export interface Reading {
  /** What a title is to be read as (csv-columns.ts). */
  readonly renamed: ReadonlyMap<string, string>
  /** Is told the titles of columns that are none of ours. */
  readonly onForeign: (titles: readonly string[]) => void
}
