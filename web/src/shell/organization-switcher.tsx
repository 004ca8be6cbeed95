import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useActing } from '../acting/acting.ts'
import { paths } from '../address/paths.ts'
import { belongingsQuery, closedQuery } from '../api/person/me.ts'
import { reading } from '../api/reading.ts'
import { text } from '../text/text.ts'
import { words } from '../text/words.ts'
import { itemLook } from '../ui/look/popover-look.ts'
import { sortAsTree } from './sort-as-tree.ts'
import { Switcher } from './switcher.tsx'

/** Organizations one looks after: each with those below it, as a tree. */
export function OrganizationSwitcher({ root }: { root: string }) {
  const { organization, organizationName } = useActing()
  return (
    <Switcher name={organizationName} kind={words.shell.console} label={words.shell.switchOrganization}>
      {close => <Choice root={root} current={organization} close={close} />}
    </Switcher>
  )
}

function Choice({ root, current, close }: { root: string; current: string; close: () => void }) {
  const [written, write] = useState('')
  const search = useDeferredValue(written.trim())
  const { data: belongings = [] } = useQuery(belongingsQuery)
  const { data: closed = [] } = useQuery(closedQuery)
  const { data: found } = useQuery({
    ...reading(root, '/api/organizations', { query: { search: search || undefined, limit: 200, sort: 'name' } }),
    placeholderData: keepPreviousData,
  })
  const others = belongings
    .filter(({ slug, permissions }) => permissions.length > 0 && slug !== root)
    .filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
    .map(organization => ({ ...organization, depth: 0 }))
  const shut = closed.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
  const tree = [...sortAsTree(found?.data ?? []), ...others]
  return (
    <>
      <input
        type="search"
        aria-label={words.shell.findOrganization}
        placeholder={words.shell.findOrganization}
        value={written}
        onChange={event => write(event.target.value)}
        className="min-h-9 w-full rounded-lg border border-edge bg-surface px-3 text-sm placeholder:text-quiet"
      />
      <ul className="max-h-80 overflow-y-auto">
        {tree.map(({ id, slug, name, depth }) => (
          <li key={id}>
            <Link
              dir="auto"
              to={paths.console}
              params={{ organization: slug }}
              onClick={close}
              aria-current={slug === current ? 'true' : undefined}
              style={{ paddingInlineStart: `${0.75 + depth}rem` }}
              className={`${itemLook} hover:bg-sunken aria-[current=true]:font-medium aria-[current=true]:text-accent`}
            >
              {name}
            </Link>
          </li>
        ))}
        {shut.map(({ id, slug, name }) => (
          <li key={id}>
            <Link
              to={paths.signInAt}
              params={{ slug }}
              search={{ to: `/console/${slug}` }}
              className={`${itemLook} hover:bg-sunken`}
            >
              {text.closed.signIn(name)}
            </Link>
          </li>
        ))}
      </ul>
      {tree.length === 0 && shut.length === 0 && found && (
        <p className="px-3 py-2 text-quiet text-sm">{words.shell.noOrganization}</p>
      )}
    </>
  )
}
