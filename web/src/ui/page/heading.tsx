import { useEffect, useRef } from 'react'
import { text } from '../../text/text.ts'

// The first page of a visit leaves the focus to the browser, which reads the document from its start.
let isFirstPage = true

interface Props {
  /** Of the browser's tab; shown too, unless there are other words to show. */
  title: string
  children?: string
}

/** A page's title. It takes the focus when the page follows another, so that keyboard and screen reader start there. */
export function Heading({ title, children = title }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    document.title = `${title} · ${text.appName}`
  }, [title])

  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true })
    isFirstPage = false
  }, [])

  return (
    <h1 ref={heading} dir="auto" tabIndex={-1} className="text-balance font-semibold text-2xl/8 tracking-tight">
      {children}
    </h1>
  )
}
