import { ArrowUpRight, BookOpen, ClipboardCheck, PencilLine } from 'lucide-react'
import { useId } from 'react'
import type { Item } from '../../api/person/me.ts'
import { text } from '../../text/text.ts'
import { Folded } from '../../ui/show/folded.tsx'

// Longer lists are folded, so that the next course is not pages away.
const shownAtOnce = 6

/** What can be started now. */
export function OpenItems({ title, items }: { title: string; items: Item[] }) {
  const heading = useId()
  if (items.length === 0) return null
  const more = items.slice(shownAtOnce)
  return (
    <section className="flex flex-col gap-1">
      <h3 id={heading} className="font-medium text-quiet text-sm">
        {title}
      </h3>
      <LaunchList items={items.slice(0, shownAtOnce)} labelledBy={heading} />
      {more.length > 0 && (
        <Folded title={text.courses.more(more.length)}>
          <LaunchList items={more} labelledBy={heading} />
        </Folded>
      )}
    </section>
  )
}

/** What will be open one day, or was: only its titles, out of the way. */
export function ClosedItems({ title, items }: { title: string; items: Item[] }) {
  if (items.length === 0) return null
  return (
    <Folded title={title}>
      <ul className="flex flex-col gap-1.5 pt-1 pb-1 ps-6 text-quiet text-sm">
        {items.map(item => {
          const Icon = icons[item.kind]
          return (
            <li key={item.id} className="flex gap-2.5">
              <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              {item.title}
            </li>
          )
        })}
      </ul>
    </Folded>
  )
}

function LaunchList({ items, labelledBy }: { items: Item[]; labelledBy: string }) {
  return (
    <ul aria-labelledby={labelledBy} className="-mx-2.5 flex flex-col">
      {items.map(item => {
        const Icon = icons[item.kind]
        return (
          <li key={item.id}>
            <a
              href={item.launch_url ?? undefined}
              target="_blank"
              rel="noopener"
              className="group flex min-h-11 items-center gap-3 rounded-xl px-2.5 py-2 hover:bg-tint motion-safe:transition-colors"
            >
              <Icon aria-hidden="true" className="size-5 shrink-0 text-accent" />
              <span className="grow font-medium group-hover:underline group-hover:underline-offset-4">
                {item.title}
                <span className="sr-only"> {text.opensInNewTab}</span>
              </span>
              <ArrowUpRight aria-hidden="true" className="size-5 shrink-0 text-quiet group-hover:text-accent" />
            </a>
          </li>
        )
      })}
    </ul>
  )
}

const icons = { lesson: BookOpen, practice_test: PencilLine, mock_test: ClipboardCheck }
