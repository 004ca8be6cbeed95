import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react'
import { ActingProvider, useActing } from '../acting.ts'
import { clientOf } from '../api/client.ts'

interface Props<Thing> {
  /** As it was read last; undefined: a new one is made. */
  thing: Thing
  /** Given it as the form shows it, and `api`, which tells the server so. */
  children: (thing: Thing, api: ReturnType<typeof clientOf>) => ReactNode
}

/**
 * Around the form that changes a thing. What is typed stays, whatever is read meanwhile; what is sent goes with the state that
 * the form shows, so that what somebody else changed since is not overwritten unseen.
 */
export function Edited<Thing extends { updated_at: string | null } | undefined>({ thing, children }: Props<Thing>) {
  const acting = useActing()
  const [opened, open] = useState(thing)
  // Of which moment it is to who types: as it was opened, or as it was saved here since. Undefined: of any.
  const [seen, see] = useState(thing?.updated_at)
  // What the form held before it was touched; null: it was not.
  const [before, remember] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const isOpened = thing?.updated_at === opened?.updated_at
  useEffect(() => {
    if (isOpened || seen === undefined || (before !== null && before !== contentsOf(box.current))) return
    remember(null)
    see(thing?.updated_at)
    open(thing)
  })
  const edited = {
    seen: seen ?? undefined,
    letGo: () => remember(null),
    insist: () => see(undefined),
    save: (updatedAt: string) => {
      remember(null)
      see(updatedAt)
    },
  }
  const touch = () => {
    if (before === null) remember(contentsOf(box.current))
  }
  return (
    <ActingProvider value={{ ...acting, edited }}>
      <div ref={box} className="contents" onFocusCapture={touch} onPointerDownCapture={touch}>
        <Fragment key={opened?.updated_at}>
          {children(seen === opened?.updated_at ? opened : thing, clientOf(acting.organization, edited.seen))}
        </Fragment>
      </div>
    </ActingProvider>
  )
}

function contentsOf(box: HTMLElement | null): string {
  const form = box?.querySelector('form')
  return form ? JSON.stringify([...new FormData(form)]) : ''
}
