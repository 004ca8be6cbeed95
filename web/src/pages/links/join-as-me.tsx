import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { paths } from '../../address/paths.ts'
import { describeError } from '../../api/errors.ts'
import { followShareLink } from '../../api/links/share-links.ts'
import type { User } from '../../api/person/me.ts'
import { arriving } from '../../text/arriving.ts'
import { Button } from '../../ui/act/button.tsx'
import { Notice } from '../../ui/tell/notice.tsx'

export interface Joined {
  state: 'joined' | 'pending'
  email: string
}

interface Props {
  token: string
  user: User
  needsApproval: boolean
  /** Who is let in at once goes to the courses instead. */
  onAsked: (joined: Joined) => void
}

/** For who is signed in: nothing is to be written. */
export function JoinAsMe({ token, user: { email, first_name, last_name }, needsApproval, onAsked }: Props) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const joining = useMutation({
    mutationFn: () => followShareLink(token, { email, first_name, last_name }),
    onSuccess: async state => {
      if (state === 'pending') return onAsked({ state, email })
      queryClient.removeQueries({ queryKey: ['me', 'courses'] })
      await navigate({ to: paths.courses })
    },
  })
  return (
    <>
      <p>{arriving.join.as(email)}</p>
      {joining.error && <Notice kind="problem">{describeError(joining.error)}</Notice>}
      <Button onPress={() => joining.mutate()} isPending={joining.isPending} pendingLabel={arriving.join.submitting}>
        {needsApproval ? arriving.join.ask : arriving.join.submit}
      </Button>
    </>
  )
}
