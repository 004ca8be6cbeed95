import { useLayoutEffect } from 'react'
import { accentsOf } from './accents.ts'

/** The whole page in an organization's colour, as long as it is shown: what opens above it too. */
export function useAccents(color: string | null | undefined) {
  useLayoutEffect(() => {
    if (!CSS.supports('color', 'light-dark(white, black)')) return
    const { style } = document.documentElement
    const accents = Object.entries(accentsOf(color))
    for (const [name, value] of accents) style.setProperty(name, value)
    return () => {
      for (const [name] of accents) style.removeProperty(name)
    }
  }, [color])
}
