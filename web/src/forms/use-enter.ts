import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { meQuery, type User } from '../api/me.ts'
import { paths } from '../paths.ts'

/** What every way in ends with: nothing of an earlier session is kept, and My courses takes the form's place. */
export function useEnter() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return (user: User) => {
    queryClient.clear()
    queryClient.setQueryData(meQuery.queryKey, user)
    return navigate({ to: paths.courses, replace: true })
  }
}
