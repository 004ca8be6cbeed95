import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { paths } from '../address/paths.ts'
import { signOut } from '../api/person/sign-in.ts'

/** Ends the session; nothing that was read in it is kept. Who came by a provider may be sent there, to sign out there too. */
export function useSignOut() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: signOut,
    onSuccess: async ({ url }) => {
      queryClient.clear()
      if (url) return location.assign(url)
      await navigate({ to: paths.signIn, state: { signedOut: 'byThemselves' } })
    },
  })
}
