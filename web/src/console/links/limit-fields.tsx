import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { DateField } from '../../fields/written/date-field.tsx'
import { endOfDay, lastDayBefore } from '../../fields/written/days.ts'
import { NumberField } from '../../fields/written/number-field.tsx'
import { TagsField } from '../../fields/written/tags-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'

export type LimitName = NameIn<Sent<'/api/links', 'post'>> & NameIn<Sent<'/api/links/{id}', 'patch'>>

/** Whom a link lets in, of a new one and of one that is there. */
export function LimitFields({ link }: { link?: Row<'/api/links'> }) {
  const { timeZone } = useActing()
  const text = words.links
  return (
    <>
      <TextField<LimitName> name="name" label={text.name} hint={text.nameHint} defaultValue={link?.name ?? ''} />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <NumberField<LimitName>
          name="max_uses"
          label={text.maxUses}
          hint={text.maxUsesHint}
          minValue={1}
          defaultValue={link?.max_uses ?? undefined}
        />
        <DateField<LimitName>
          name="expires_at"
          label={text.until}
          hint={text.untilHint}
          defaultValue={lastDayBefore(link?.expires_at ?? null, timeZone)}
        />
      </div>
      <TagsField<LimitName>
        name="domains"
        label={text.domains}
        hint={text.domainsHint}
        defaultValue={link?.domains ?? []}
      />
      <SwitchField<LimitName>
        name="needs_approval"
        label={text.needsApproval}
        hint={text.needsApprovalHint}
        isOn={link?.needs_approval ?? false}
      />
    </>
  )
}

/** `before` is until when it lets in: a day that was not changed leaves the moment as it is. */
export function readLimits(fields: Fields<LimitName>, timeZone: string, before: string | null = null) {
  const day = fields.text('expires_at')
  const isSame = day === lastDayBefore(before, timeZone)
  return {
    name: fields.text('name'),
    max_uses: fields.number('max_uses') ?? null,
    domains: fields.list('domains'),
    needs_approval: fields.flag('needs_approval'),
    ...(!isSame && { expires_at: day ? endOfDay(day, timeZone) : null }),
  } satisfies Sent<'/api/links/{id}', 'patch'>
}
