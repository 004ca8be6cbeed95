import { Link } from '@tanstack/react-router'
import { words } from '../text/words.ts'
import type { MenuGroup } from './menu.ts'

export function MenuLinks({ groups, params }: { groups: readonly MenuGroup[]; params: Record<string, string> }) {
  return (
    <nav aria-label={words.shell.menu} className="flex grow flex-col gap-5">
      {groups.map(({ name, items }) => (
        <div key={name ?? ''} className="flex flex-col gap-0.5">
          {name && <h2 className="px-3 pb-1 text-quiet text-xs">{name}</h2>}
          <ul className="flex flex-col gap-0.5">
            {items.map(({ to, name, icon: Icon }) => (
              <li key={to}>
                <Link
                  to={to as never}
                  params={params as never}
                  activeOptions={{ exact: isFirstPage(to), includeSearch: false }}
                  className="flex min-h-9 items-center gap-2.5 rounded-lg px-3 py-1.5 text-quiet text-sm hover:bg-sunken hover:text-ink aria-[current=page]:bg-tint aria-[current=page]:font-medium aria-[current=page]:text-accent"
                >
                  <Icon aria-hidden="true" className="size-4.5 shrink-0" />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** The first page of an area stands above all others: it is the current one only by itself. */
function isFirstPage(to: string) {
  return to.split('/').length === 3
}
