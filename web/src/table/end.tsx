import { useEffect, useEffectEvent, useRef } from 'react'
import { words } from '../text/words.ts'

interface Props {
  /** So many stand above. Once there are more, it is looked again: the end may be near still. */
  rows: number
  isLoading: boolean
  /** Null while there is nothing more to be had, or it is on its way. */
  onSeen: (() => void) | null
}

/**
 * The end of a list. It tells when it is less than a screen away from what is seen. Not by React Aria's own row for it: that
 * one asks whether it is within the page, which it always is where the page itself scrolls, and so each list was read whole.
 */
export function End({ rows, isLoading, onSeen }: Props) {
  const end = useRef<HTMLDivElement>(null)
  const tell = useEffectEvent(() => onSeen?.())
  const isWatched = onSeen !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows put the end elsewhere
  useEffect(() => {
    if (!end.current || !isWatched) return
    const observer = new IntersectionObserver(seen => seen.some(({ isIntersecting }) => isIntersecting) && tell(), {
      rootMargin: '0px 0px 100% 0px',
    })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [rows, isWatched])
  return (
    <div ref={end} role="status" className="text-center text-quiet text-sm">
      {isLoading && words.table.loadingMore}
    </div>
  )
}
