import { Link } from '@tanstack/react-router'
import { CornerDownRight } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { sortAsTree } from '../../shell/sort-as-tree.ts'
import { words } from '../../text/words.ts'
import { Badge } from '../../ui/show/badge.tsx'
import { OrganizationState } from './organization-state.tsx'

interface Props {
  organizations: readonly Row<'/api/organizations'>[]
  /** Some of the tree, by a search: then it is said below what each stands. */
  isFound: boolean
}

export function OrganizationTree({ organizations, isFound }: Props) {
  const { organization } = useActing()
  return (
    <ul
      aria-label={words.organizations.tree}
      className="divide-y divide-line overflow-clip rounded-2xl border border-line bg-surface"
    >
      {sortAsTree(organizations).map(({ id, slug, name, depth, parent, team_count, ...state }) => (
        <li
          key={id}
          style={{ paddingInlineStart: `${1.25 + Math.min(depth, 6) * 1.25}rem` }}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3 pe-5"
        >
          {depth > 0 && <CornerDownRight aria-hidden="true" className="-ms-1 size-4 shrink-0 text-quiet" />}
          <div className="min-w-0 grow">
            <Link
              dir="auto"
              to={paths.organization}
              params={{ organization, slug }}
              className="font-medium hover:text-accent hover:underline"
            >
              {name}
            </Link>
            <p className="text-quiet text-sm">
              {slug}
              {isFound && parent && ` · ${words.organizations.below(parent)}`}
              {` · ${words.organizations.teams(team_count)}`}
            </p>
          </div>
          {slug === organization && <Badge tone="accent">{words.organizations.you}</Badge>}
          <OrganizationState {...state} />
        </li>
      ))}
    </ul>
  )
}
