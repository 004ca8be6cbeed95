import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { paths } from '../address/paths.ts'
import { describeError } from '../api/errors.ts'
import { findConsole, listTeams } from '../api/person/landing.ts'
import { belongingsQuery, brandingQuery, closedQuery } from '../api/person/me.ts'
import { FactorAsked } from '../shell/factor-asked.tsx'
import { useSignOut } from '../shell/use-sign-out.ts'
import { text } from '../text/text.ts'
import { Button } from '../ui/act/button.tsx'
import { linkLook } from '../ui/look/link-look.ts'
import { useAccents } from '../ui/look/use-accents.ts'
import { Brand } from '../ui/page/brand.tsx'
import { Notice } from '../ui/tell/notice.tsx'

const ClosedList = lazy(async () => ({ default: (await import('./closed-list.tsx')).ClosedList }))

/** The frame of a learner's pages. */
export function SignedInFrame() {
  const leaving = useSignOut()
  const brand = useOnlyBrand()
  useAccents(brand?.color)
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col px-4 sm:px-6">
      <header className="flex flex-wrap items-center justify-between gap-4 py-4">
        <Brand name={brand?.brand_name} logo={brand?.logo} />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <OtherAreas />
          <Link to={paths.profile} className={linkLook}>
            {text.areas.profile}
          </Link>
          <Button
            look="quiet"
            onPress={() => leaving.mutate()}
            isPending={leaving.isPending}
            pendingLabel={text.courses.signingOut}
          >
            {text.courses.signOut}
          </Button>
        </div>
      </header>
      {leaving.error && <Notice kind="problem">{describeError(leaving.error)}</Notice>}
      <FactorAsked />
      <Outlet />
      <ClosedPlaces />
    </div>
  )
}

/** Where one belongs, and what one came in by does not open: one press leads to what does. */
function ClosedPlaces() {
  const { data: closed = [] } = useQuery(closedQuery)
  const to = useLocation({ select: ({ href }) => href })
  if (closed.length === 0) return null
  return (
    <Suspense>
      <ClosedList closed={closed} to={to} />
    </Suspense>
  )
}

/** Of the organization that all is from. Whoever belongs to several sees Usher's own. */
function useOnlyBrand() {
  const { data: [brand, ...others] = [] } = useQuery(brandingQuery)
  return others.length === 0 ? brand : undefined
}

/** For those who also look after others. */
function OtherAreas() {
  const { data: belongings = [] } = useQuery(belongingsQuery)
  const organization = findConsole(belongings)
  const [team] = listTeams(belongings)
  if (organization)
    return (
      <Link to={paths.console} params={{ organization: organization.slug }} className={linkLook}>
        {text.areas.console}
      </Link>
    )
  if (!team) return null
  return (
    <Link to={paths.teamPortal} params={{ team: String(team.id) }} className={linkLook}>
      {text.areas.team}
    </Link>
  )
}
