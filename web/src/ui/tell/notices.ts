/** Notices in the corner: what was done, or why something was not. They are shown by `NoticeList`. */
export interface NoticeShown {
  id: number
  kind: 'done' | 'problem'
  words: string
  /** What can be done about it. */
  offer?: Offer
}

interface Offer {
  name: string
  accept: () => void
}

let shown: readonly NoticeShown[] = []
let lastId = 0
const listeners = new Set<() => void>()
const timers = new Map<number, ReturnType<typeof setTimeout>>()

/** Gives the notice's id. */
export function notify(kind: NoticeShown['kind'], words: string): number {
  const notice = { id: ++lastId, kind, words }
  // The same words again take the place of those before.
  change([...shown.filter(other => other.words !== words), notice].slice(-3))
  letGo(notice.id)
  return notice.id
}

/** With a notice that is still shown; then there is time to think about it. */
export function offer(id: number, offer: Offer): void {
  change(shown.map(notice => (notice.id === id ? { ...notice, offer } : notice)))
  if (timers.has(id)) letGo(id)
}

/** It stays for as long as somebody is at it. */
export function hold(id: number): void {
  clearTimeout(timers.get(id))
}

/** It goes after a while. */
export function letGo(id: number): void {
  hold(id)
  const notice = shown.find(notice => notice.id === id)
  if (!notice) return
  // Long ones take longer to read.
  const least = notice.kind === 'done' && !notice.offer ? 6_000 : 12_000
  timers.set(
    id,
    setTimeout(() => dismiss(id), Math.max(least, notice.words.length * 100)),
  )
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
  for (const id of timers.keys()) {
    if (shown.some(notice => notice.id === id)) continue
    hold(id)
    timers.delete(id)
  }
  for (const listener of listeners) listener()
}
