import { useMutation } from '@tanstack/react-query'
import { ApiError, describeError } from '../api/errors.ts'
import type { User } from '../api/person/me.ts'
import { text } from '../text/text.ts'
import { Button } from '../ui/act/button.tsx'
import { Notice } from '../ui/tell/notice.tsx'

interface Props {
  label: string
  look?: 'main' | 'quiet'
  show: () => Promise<User>
  onShown: (user: User) => unknown
  onRefused?: (error: Error) => unknown
}

/** Has the browser ask for a passkey; where it knows none, whoever shows this leaves it out. */
export function PasskeyButton({ label, look = 'quiet', show, onShown, onRefused }: Props) {
  const showing = useMutation({ mutationFn: show, onSuccess: onShown, onError: error => onRefused?.(error) })
  return (
    <>
      {showing.error && <Notice kind="problem">{describe(showing.error)}</Notice>}
      <Button
        look={look}
        isPending={showing.isPending}
        pendingLabel={text.signIn.passkeyWaiting}
        onPress={showing.mutate}
      >
        {label}
      </Button>
    </>
  )
}

/** The server tells nobody more than that it was not right. */
function describe(error: Error): string {
  const isRefused = error instanceof ApiError && ['unauthenticated', 'invalid'].includes(error.code)
  return isRefused ? text.signIn.passkeyRefused : describeError(error)
}
