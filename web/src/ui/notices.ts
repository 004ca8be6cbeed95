/** Notices in the corner: what was done, or why something was not. They are shown by `NoticeList`. */
export interface NoticeShown {
  id: number
  kind: 'done' | 'problem'
  words: string
}

let shown: readonly NoticeShown[] = []
let lastId = 0
const listeners = new Set<() => void>()

export function notify(kind: NoticeShown['kind'], words: string): void {
  const notice = { id: ++lastId, kind, words }
  // The same words again take the place of those before.
  change([...shown.filter(other => other.words !== words), notice].slice(-3))
  // Long ones take longer to read.
  setTimeout(() => dismiss(notice.id), Math.max(kind === 'done' ? 6_000 : 12_000, words.length * 100))
}

export function dismiss(id: number): void {
  change(shown.filter(notice => notice.id !== id))
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function listNotices(): readonly NoticeShown[] {
  return shown
}

function change(notices: readonly NoticeShown[]): void {
  shown = notices
  for (const listener of listeners) listener()
}
