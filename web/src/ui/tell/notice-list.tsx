import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { words } from '../../text/words.ts'
import { dismiss, hold, letGo, listNotices, type NoticeShown, subscribe } from './notices.ts'

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
      {notices.map(notice => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </section>
  )
}

function NoticeLine({ notice: { id, kind, words: said, offer } }: { notice: NoticeShown }) {
  const Icon = kind === 'done' ? CircleCheck : CircleAlert
  const stay = () => hold(id)
  const goOn = () => letGo(id)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it does nothing but stay for whoever is at it
    <div
      onPointerEnter={stay}
      onPointerLeave={goOn}
      onFocus={stay}
      onBlur={goOn}
      className="flex w-96 max-w-full items-start gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-sm shadow-card"
    >
      <Icon aria-hidden="true" className={`size-5 shrink-0 ${kind === 'done' ? 'text-good' : 'text-danger'}`} />
      <p id={`notice-${id}`} dir="auto" className="min-w-0 grow break-words">
        {said}
      </p>
      {offer && (
        <button
          type="button"
          aria-describedby={`notice-${id}`}
          onClick={() => {
            dismiss(id)
            offer.accept()
          }}
          className="-my-1.5 min-h-8 shrink-0 cursor-pointer rounded-lg px-2.5 font-medium text-accent underline-offset-2 hover:bg-sunken hover:underline"
        >
          {offer.name}
        </button>
      )}
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
}
