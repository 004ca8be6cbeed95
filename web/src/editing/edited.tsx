import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react'
import { ActingProvider, useActing, useIsRead } from '../acting/acting.ts'
import { clientOf } from '../api/client.ts'
import { Skeleton } from '../ui/show/skeleton.tsx'
import { isSameToForms } from './is-same-to-forms.ts'

type Changing = { updated_at: string | null } | undefined

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
export function Edited<Thing extends Changing>(props: Props<Thing>) {
  // Opened between a change of one's own and its being read again it would show, and send, a state that is over.
  const isRead = useIsRead()
  const [isOpen, open] = useState(isRead)
  if (isRead && !isOpen) open(true)
  return isOpen ? <Opened {...props} /> : <Skeleton />
}

function Opened<Thing extends Changing>({ thing, children }: Props<Thing>) {
  const acting = useActing()
  // The form begins anew with each round.
  const [opened, open] = useState({ thing, round: 0 })
  // Of which moment it is to who types: as it was opened, or as it was saved here since. Undefined: of any.
  const [seen, see] = useState(thing?.updated_at)
  // What the form held before it was touched; null: it was not.
  const [before, remember] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const isAsOpened = seen === opened.thing?.updated_at
  const isOpened = thing?.updated_at === opened.thing?.updated_at
  useEffect(() => {
    if (isOpened || seen === undefined) return
    const isTyped = before !== null && before !== contentsOf(box.current)
    if (isTyped && !(isAsOpened && isSameToForms(opened.thing, thing))) return
    see(thing?.updated_at)
    open({ thing, round: isTyped ? opened.round : opened.round + 1 })
    if (!isTyped) remember(null)
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
        <Fragment key={opened.round}>
          {children(isAsOpened ? opened.thing : thing, clientOf(acting.organization, edited.seen))}
        </Fragment>
      </div>
    </ActingProvider>
  )
}

function contentsOf(box: HTMLElement | null): string {
  const form = box?.querySelector('form')
  return form ? JSON.stringify([...new FormData(form)]) : ''
}
