/** In whose name the page acts: an organization, perhaps a team of it, and what the person may do there. */
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { clientOf, getAnswer } from '../api/client.ts'
import { listOperations } from '../api/done-operations.ts'
import type { Permission } from '../api/person/me.ts'
import { words } from '../text/words.ts'

interface Acting {
  /** The slug. */
  organization: string
  organizationName: string
  timeZone: string
  permissions: ReadonlySet<string>
  /** In the team portal alone. */
  team?: { id: number; name: string }
  /** Around a form that changes a thing (fields/edited.tsx). */
  edited?: {
    /** The moment that the thing is of as the form shows it. */
    seen: string | undefined
    /** What is typed may go: the thing is shown as it is now. */
    letGo: () => void
    /** What is typed is to hold, whatever the thing became meanwhile. */
    insist: () => void
    /** What is typed was saved, at this moment. */
    save: (updatedAt: string) => void
  }
}

const ActingContext = createContext<Acting | null>(null)

export const ActingProvider = ActingContext.Provider

export function useActing() {
  const acting = useContext(ActingContext)
  if (!acting) throw new Error('Only pages of the console and the team portal act for an organization.')
  const may = (permission: Permission) => acting.permissions.has(permission)
  return {
    ...acting,
    api: clientOf(acting.organization, acting.edited?.seen),
    may,
    /** For `whyNot`: null when the person may. */
    unless: (permission: Permission) => (may(permission) ? null : words.shell.needs(permission)),
  }
}

type Call<Done> = Promise<{ data?: Done; error?: unknown; response: Response }>

/** Changes something; then all that was read of the organization is read again where it is shown. */
export function useChange<Sent, Done>(
  send: (sent: Sent) => Call<Done>,
  onDone?: (done: Done, operations: readonly number[]) => unknown,
) {
  const { organization } = useActing()
  const refresh = useRefresh()
  return useMutation({
    mutationKey: changing(organization),
    mutationFn: async (sent: Sent) => {
      const call = send(sent)
      const done = await getAnswer(call)
      return { done, operations: listOperations((await call).response, done) }
    },
    onSuccess: async ({ done, operations }) => {
      await onDone?.(done, operations)
      await refresh()
    },
  })
}

/** The key of what changes something of the organization: it is under way until what it changed was read again. */
export function changing(organization: string) {
  return ['change', organization]
}

/** Whether all that this page changed was read again. */
export function useIsRead(): boolean {
  const { organization } = useActing()
  return useIsMutating({ mutationKey: changing(organization) }) === 0
}

export function useRefresh() {
  const { organization } = useActing()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [organization] })
}
