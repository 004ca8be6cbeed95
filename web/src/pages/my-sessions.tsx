import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { describeError } from '../api/errors.ts'
import { endMySessions, mySessionsQuery } from '../api/person/sessions.ts'
import { account } from '../text/account.ts'
import { Button, looks } from '../ui/act/button.tsx'
import { SessionList } from '../ui/show/session-list.tsx'
import { Notice } from '../ui/tell/notice.tsx'

const { sessions: says } = account

/** Where I am signed in: one that I do not know, or that I have lost, I end here. */
export function MySessions() {
  const sessions = useSuspenseQuery(mySessionsQuery).data
  const queryClient = useQueryClient()
  const ending = useMutation({
    mutationFn: endMySessions,
    onSettled: () => queryClient.invalidateQueries({ queryKey: mySessionsQuery.queryKey }),
  })
  return (
    <>
      <p className="text-quiet">{says.intro}</p>
      {ending.error && <Notice kind="problem">{describeError(ending.error)}</Notice>}
      {ending.isSuccess && <Notice kind="done">{says.ended}</Notice>}
      <SessionList
        sessions={sessions}
        action={({ id }, label) => (
          <button
            type="button"
            aria-label={label}
            aria-disabled={ending.isPending || undefined}
            className={looks.quiet}
            onClick={() => ending.isPending || ending.mutate(id)}
          >
            {says.end}
          </button>
        )}
      />
      {sessions.length > 2 && (
        <div>
          <Button
            look="quiet"
            onPress={() => ending.mutate('others')}
            isPending={ending.isPending}
            pendingLabel={says.ending}
          >
            {says.endOthers}
          </Button>
        </div>
      )}
    </>
  )
}
