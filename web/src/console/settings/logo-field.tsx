import { ImageUp } from 'lucide-react'
import { useId } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { look } from '../../fields/look.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { useProblem } from '../../ui/form/problems.ts'
import { notify } from '../../ui/tell/notices.ts'
import { readLogo } from './read-logo.ts'
import type { SettingsName } from './use-settings.ts'

const name = 'logo' satisfies SettingsName

interface Props {
  /** A data URL. */
  value: string | null
  onChange: (logo: string | null) => void
  hint: string
}

export function LogoField({ value, onChange, hint }: Props) {
  const id = useId()
  const problem = useProblem(name)
  const read = (file: File) => readLogo(file).then(onChange, () => notify('problem', words.settings.noPicture))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a column with the rest
    <div role="group" aria-labelledby={id} className={look.field}>
      <span id={id} className={look.label}>
        {words.settings.logo}
      </span>
      <input type="hidden" name={name} value={value ?? ''} />
      <div className="flex flex-wrap items-center gap-2">
        {value && (
          <img
            src={value}
            alt=""
            className="max-h-12 max-w-40 rounded-lg border border-line bg-surface object-contain p-1"
          />
        )}
        <FileTrigger
          acceptedFileTypes={['image/*']}
          onSelect={files => {
            const [file] = files ?? []
            if (file) void read(file)
          }}
        >
          <Action icon={ImageUp}>{words.settings.chooseLogo}</Action>
        </FileTrigger>
        {value && (
          <Action look="plain" onPress={() => onChange(null)}>
            {words.settings.removeLogo}
          </Action>
        )}
      </div>
      {problem && <p className="text-danger text-sm first-letter:uppercase">{problem}</p>}
      <p className="text-quiet text-sm">{hint}</p>
    </div>
  )
}
