import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { words } from '../text/words.ts'
import { dismiss, listNotices, subscribe } from './notices.ts'

/** Read out when there is time; a screen reader finds it as a region of its own. */
export function NoticeList() {
  const notices = useSyncExternalStore(subscribe, listNotices)
  return (
    <section
      aria-label={words.ui.notices}
      aria-live="polite"
      // Part of whatever is in front: it can be read out and dismissed there, and closes nothing.
      data-react-aria-top-layer="true"
      // On a phone a sheet has its buttons at the bottom.
      className="fixed end-4 bottom-4 z-50 flex max-w-[calc(100vw-2rem)] flex-col gap-2 max-sm:top-[calc(var(--banner,0px)+4rem)] max-sm:bottom-auto"
    >
      {notices.map(({ id, kind, words: said }) => {
        const Icon = kind === 'done' ? CircleCheck : CircleAlert
        return (
          <div
            key={id}
            className="flex w-96 max-w-full items-start gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-sm shadow-card"
          >
            <Icon aria-hidden="true" className={`size-5 shrink-0 ${kind === 'done' ? 'text-good' : 'text-danger'}`} />
            <p dir="auto" className="grow">
              {said}
            </p>
            <button
              type="button"
              aria-label={words.ui.dismiss}
              onClick={() => dismiss(id)}
              className="-m-1 cursor-pointer rounded p-1 text-quiet hover:text-ink"
            >
              <X aria-hidden="true" className="size-4" />
            </button>
          </div>
        )
      })}
    </section>
  )
}
