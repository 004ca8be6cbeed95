import { words } from '../text/words.ts'
import { useFormat } from './use-format.ts'

/** Says until when somebody has a course, or since when no more. */
export function useAccessEnd() {
  const format = useFormat()
  return ({ status, revoked_at, ends_at }: { status: string; revoked_at: string | null; ends_at: string | null }) => {
    if (status === 'revoked') return words.access.takenBack(format.day(revoked_at))
    return ends_at ? format.lastDay(ends_at) : words.users.forEver
  }
}
