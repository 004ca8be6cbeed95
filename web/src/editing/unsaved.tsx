import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import { Dialog } from '../ui/page/dialog.tsx'
import { watchUnsaved } from './watch-unsaved.ts'

interface Props {
  isPending: boolean
  /** When it was sent with success; what stands in the form then is not lost. */
  savedAt: number | null
}

/** In a form: whoever leaves the page is asked first, if something was typed there that is not saved. */
export function Unsaved({ isPending, savedAt }: Props) {
  const place = useRef<HTMLSpanElement>(null)
  // What the form held before it was touched; null: it was not, or is saved.
  const before = useRef<string | null>(null)
  const isUnsaved = () => before.current !== null && before.current !== contentsOf(place.current?.closest('form'))
  useEffect(() => {
    const form = place.current?.closest('form')
    const touch = () => {
      before.current ??= contentsOf(form)
    }
    form?.addEventListener('focusin', touch)
    const end = watchUnsaved(isUnsaved)
    return () => {
      form?.removeEventListener('focusin', touch)
      end()
    }
  })
  useEffect(() => {
    if (savedAt !== null) before.current = null
  }, [savedAt])
  const leaving = useBlocker({
    // The form itself goes on while it is sent. Tabs and filters of the same page leave it where it is.
    shouldBlockFn: ({ current, next }) => !isPending && current.pathname !== next.pathname && isUnsaved(),
    enableBeforeUnload: () => !isPending && isUnsaved(),
    withResolver: true,
  })
  return (
    <span ref={place} hidden>
      {leaving.status === 'blocked' && (
        <Dialog title={words.ui.leaveTitle} onClose={leaving.reset} isAlert>
          <p>{words.ui.leaveHint}</p>
          <div className="flex flex-wrap justify-end gap-2">
            <Action look="plain" onPress={leaving.proceed}>
              {words.ui.leave}
            </Action>
            <Action look="main" onPress={leaving.reset}>
              {words.ui.stay}
            </Action>
          </div>
        </Dialog>
      )}
    </span>
  )
}

function contentsOf(form: HTMLFormElement | null | undefined): string {
  return form ? JSON.stringify([...new FormData(form)]) : ''
}
