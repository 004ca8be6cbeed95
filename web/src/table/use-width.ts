import { useLayoutEffect, useRef, useState } from 'react'

/** How broad something is, and a `rem`, both in pixels: letters that are made larger leave less room. */
export function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [measured, measure] = useState({ width: 0, rem: 16 })
  useLayoutEffect(() => {
    const { current } = box
    if (!current) return
    const look = () =>
      measure({
        width: current.clientWidth,
        rem: Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
      })
    look()
    const observer = new ResizeObserver(look)
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return [box, measured] as const
}
