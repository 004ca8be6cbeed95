import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { describeError } from '../api/errors.ts'
import { signOut } from '../api/sign-in.ts'
import { paths } from '../paths.ts'
import { text } from '../text/text.ts'
import { Brand } from '../ui/brand.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** The frame of every page behind the sign-in. */
export function SignedInFrame() {
  const leaving = useSignOut()
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col px-4 sm:px-6">
      <header className="flex items-center justify-between gap-4 py-4">
        <Brand />
        <Button
          look="quiet"
          onPress={() => leaving.mutate()}
          isPending={leaving.isPending}
          pendingLabel={text.courses.signingOut}
        >
          {text.courses.signOut}
        </Button>
      </header>
      {leaving.error && <Notice kind="problem">{describeError(leaving.error)}</Notice>}
      <Outlet />
    </div>
  )
}

function useSignOut() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      queryClient.clear()
      await navigate({ to: paths.signIn, state: { hasSignedOut: true } })
    },
  })
}
