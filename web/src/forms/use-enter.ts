import { useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { meQuery, type User } from '../api/me.ts'
import { paths } from '../paths.ts'

/**
 * What every way in ends with: nothing of an earlier session is kept, and the person's home takes the form's place, or the
 * share link that was being followed.
 */
export function useEnter() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const joining = useLocation({ select: location => location.state.joining })
  return (user: User) => {
    queryClient.clear()
    queryClient.setQueryData(meQuery.queryKey, user)
    return joining
      ? navigate({ to: paths.join, params: { token: joining }, replace: true })
      : navigate({ to: paths.home, replace: true })
  }
}
