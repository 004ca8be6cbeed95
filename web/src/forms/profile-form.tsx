import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { type Profile, saveProfile } from '../api/person/me.ts'
import type { Sent } from '../api/sending.ts'
import { known, locale } from '../text/language.ts'
import { text } from '../text/text.ts'
import { Field } from '../ui/form/field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { Form } from '../ui/form/form.tsx'
import { Notice } from '../ui/tell/notice.tsx'

type Name = NameIn<Sent<'/api/me', 'patch'>>

const { profile: says } = text

type Shown = Profile & { updated_at: string }

export function ProfileForm({ profile }: { profile: Shown }) {
  // As the fields show it. That of later is another profile only when what stands in them is: a password moves it too.
  const [opened, open] = useState(profile)
  const { updated_at: seen } = isSame(profile, opened) ? profile : opened
  const queryClient = useQueryClient()
  const router = useRouter()
  const saving = useMutation({
    mutationFn: saveProfile,
    onSuccess: async saved => {
      open(saved)
      await queryClient.invalidateQueries({ queryKey: ['me'] })
      await router.invalidate()
    },
  })
  return (
    <Form
      onSubmit={(fields: Fields<Name>) =>
        saving.mutate({
          first_name: fields.text('first_name'),
          last_name: fields.text('last_name'),
          locale: fields.textOrNull('locale'),
          seen,
        })
      }
      sending={saving}
      submitLabel={says.save}
      pendingLabel={says.saving}
    >
      <Field<Name>
        name="first_name"
        label={says.firstName}
        autoComplete="given-name"
        defaultValue={profile.first_name}
      />
      <Field<Name>
        name="last_name"
        label={says.lastName}
        autoComplete="family-name"
        defaultValue={profile.last_name}
        isRequired={false}
      />
      <Language chosen={profile.locale} />
      {saving.isSuccess && <Notice kind="done">{says.saved}</Notice>}
    </Form>
  )
}

function isSame(one: Profile, other: Profile): boolean {
  return one.first_name === other.first_name && one.last_name === other.last_name && one.locale === other.locale
}

/** Those of the pages, and the one that is chosen. */
function Language({ chosen }: { chosen: string | null }) {
  const id = useId()
  const tags = new Set([...known, ...(chosen ? [chosen] : [])])
  const names = new Intl.DisplayNames(locale, { type: 'language' })
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {says.language}
      </label>
      <div className="relative">
        <select
          id={id}
          name={'locale' satisfies Name}
          defaultValue={chosen ?? ''}
          aria-describedby={`${id}-hint`}
          className="min-h-12 w-full cursor-pointer appearance-none rounded-xl border border-edge bg-surface pe-10 ps-3 text-base text-ink hover:border-ink"
        >
          <option value="">{says.languageOfOrganization}</option>
          {[...tags].map(tag => (
            <option key={tag} value={tag}>
              {names.of(tag)}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" className="pointer-events-none absolute top-4 end-3 size-4 text-quiet" />
      </div>
      <p id={`${id}-hint`} className="text-quiet">
        {says.languageHint}
      </p>
    </div>
  )
}
