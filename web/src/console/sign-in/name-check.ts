import { words } from '../../text/words.ts'

const names: Readonly<Record<string, string>> = words.signOn.checks

/** In words; one that has none goes by its own name. */
export function nameCheck(check: string): string {
  return names[check] ?? check
}
