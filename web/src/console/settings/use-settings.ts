import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import type { Answer } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { words } from '../../text/words.ts'
import type { NameIn } from '../../ui/form/fields.ts'
import { notify } from '../../ui/tell/notices.ts'

/** What fields of their forms may be called. */
export type SettingsName = NameIn<Sent<'/api/organizations/{organization}/settings', 'patch'>>
export type OrganizationName = NameIn<Sent<'/api/organizations/{organization}', 'patch'>>

export type Settings = Answer<'/api/organizations/{organization}/settings'>
export type Organization = Answer<'/api/organizations/{organization}'>

/** How each part of the settings is sent: `send` and `onDone` of its form. What the frame shows is read again too. */
export function useSettings() {
  const { api, organization } = useActing()
  const queryClient = useQueryClient()
  const router = useRouter()
  const params = { path: { organization } }
  return {
    changeSettings: (body: Partial<Omit<Settings, 'in_force' | 'organization' | 'updated_at'>>) =>
      api.PATCH('/api/organizations/{organization}/settings', { params, body }),
    changeOrganization: (
      body: Partial<Pick<Organization, 'name' | 'description' | 'time_zone' | 'sign_in_mode' | 'second_factor'>> & {
        northpass?: Omit<Organization['northpass'], 'most_calls_a_second'>
      },
    ) => api.PATCH('/api/organizations/{organization}', { params, body }),
    onDone: async () => {
      notify('done', words.ui.saved)
      await queryClient.invalidateQueries({ queryKey: ['me'] })
      await router.invalidate()
    },
  }
}

/** What an empty field means: what holds then, if the organization says nothing itself. */
export function inheritedHint(hint: string, own: unknown, inForce: string | null) {
  return own === null && inForce ? `${hint} ${words.settings.inherited(inForce)}` : hint
}
