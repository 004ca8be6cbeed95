import { useQueryClient } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { ownPath } from '../address/own-path.ts'
import { paths } from '../address/paths.ts'
import { meQuery, type User } from '../api/person/me.ts'
import { takeWayBack } from './way-back.ts'

/**
 * What every way in ends with: nothing of an earlier session is kept, and the page that was asked for takes the form's place,
 * or the person's home.
 */
export function useEnter() {
  const queryClient = useQueryClient()
  const router = useRouter()
  const next = useWish()
  return (user: User) => {
    queryClient.clear()
    queryClient.setQueryData(meQuery.queryKey, user)
    router.history.replace(next ?? takeWayBack(user.email) ?? paths.home)
  }
}

/** The page that was asked for, as an address to sign in keeps it. */
export function useWish(): string | undefined {
  return useLocation({
    select: ({ search }) => {
      const { next, to } = search as { next?: string; to?: string }
      return ownPath(next ?? to)
    },
  })
}
