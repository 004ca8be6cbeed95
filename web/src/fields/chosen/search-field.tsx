import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ComboBox, Label } from 'react-aria-components/ComboBox'
import type { Listed } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { useMend, useProblem } from '../../ui/form/problems.ts'
import { type FieldProps, look } from '../look.ts'
import { Notes } from '../notes.tsx'
import { OpeningInput, type Option, OptionList, type Searched, useOptions } from './search-options.tsx'

interface Props<Name extends string, Path extends Listed> extends FieldProps<Name>, Searched<Path> {
  onChange?: (id: string | number | null) => void
  /** Takes each choice; the field is empty again. */
  onPick?: (option: Option) => void
}

/** One of many: what is written is looked for by the API. The form holds the option's id. */
export function SearchField<Name extends string = never, Path extends Listed = never>(props: Props<Name, Path>) {
  const { label, hint, path, params, query, optionOf, onChange, onPick, ...rest } = props
  const [written, write] = useState('')
  const [chosen, choose] = useState<Option | null>(null)
  const options = useOptions({ path, params, query, optionOf }, written === chosen?.name ? '' : written) ?? []
  // What was picked is let go again once choosing it has closed the list.
  useEffect(() => {
    if (onPick && chosen) choose(null)
  }, [onPick, chosen])
  const mend = useMend(rest.name)
  const isRefused = useProblem(rest.name) !== undefined
  return (
    <ComboBox
      {...rest}
      isInvalid={isRefused}
      items={options}
      value={chosen?.id ?? null}
      inputValue={written}
      onInputChange={write}
      onChange={key => {
        mend()
        const option = options.find(({ id }) => id === key) ?? null
        choose(option)
        write(onPick ? '' : (option?.name ?? ''))
        if (option) onPick?.(option)
        onChange?.(option?.id ?? null)
      }}
      // What is wrong stands where the list would: a refused field gets the focus, and opens when it is pressed.
      menuTrigger={isRefused ? 'input' : 'focus'}
      allowsEmptyCollection
      formValue="key"
      className={look.field}
    >
      <Label className={look.label}>{label}</Label>
      <div className="relative">
        <Search aria-hidden="true" className="pointer-events-none absolute top-3 start-3 size-4 text-quiet" />
        <OpeningInput
          dir="auto"
          placeholder={words.ui.search}
          className={`${look.control} ps-9 placeholder:text-quiet`}
        />
      </div>
      <Notes name={rest.name} hint={hint} />
      <OptionList />
    </ComboBox>
  )
}
