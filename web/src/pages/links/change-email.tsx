import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useLoaderData, useParams } from '@tanstack/react-router'
import { paths } from '../../address/paths.ts'
import { ApiError, describeError } from '../../api/errors.ts'
import { confirmEmail } from '../../api/links/email-changes.ts'
import { arriving } from '../../text/arriving.ts'
import { Button, looks } from '../../ui/act/button.tsx'
import { CardPage } from '../../ui/page/card-page.tsx'
import { Notice } from '../../ui/tell/notice.tsx'

const { changeEmail: says } = arriving

/** Where the link leads that proves a new address. Looking at it changes nothing: mail programs look at links too. */
export function ChangeEmailPage() {
  const { token } = useParams({ from: '/change-email/$token' })
  const change = useLoaderData({ from: '/change-email/$token' })
  const queryClient = useQueryClient()
  const confirming = useMutation({
    mutationFn: () => confirmEmail(token),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['me'] }),
  })
  if (confirming.isSuccess)
    return (
      <CardPage key="done" sender={null} title={says.doneTitle}>
        <p>{says.done(confirming.data.email)}</p>
        <Link to={paths.home} className={looks.main}>
          {says.goOn}
        </Link>
      </CardPage>
    )
  if (change.state !== 'open')
    return (
      <CardPage sender={null} title={says.endedTitle}>
        <p className="text-quiet">{says.ended}</p>
      </CardPage>
    )
  const { error } = confirming
  const isTaken = error instanceof ApiError && error.code === 'conflict'
  return (
    <CardPage sender={null} title={says.title}>
      <p className="text-quiet">{says.intro(change.email)}</p>
      {error && <Notice kind="problem">{isTaken ? says.taken : describeError(error)}</Notice>}
      <Button onPress={() => confirming.mutate()} isPending={confirming.isPending} pendingLabel={says.confirming}>
        {says.confirm}
      </Button>
    </CardPage>
  )
}
