import { X } from 'lucide-react'
import { useState } from 'react'
import type { Listed, Params, Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import type { FieldProps } from '../look.ts'
import { SearchField } from './search-field.tsx'
import type { Option } from './search-options.tsx'

interface Props<Name extends string, Path extends Listed> extends FieldProps<Name> {
  /** A list that knows `search`. */
  path: Path
  query?: Partial<NonNullable<Params<Path>['query']>>
  optionOf: (row: Row<Path>) => Option
  defaultValue?: Option[]
}

/** Several of many: each that is found and chosen stays above the field. `Fields.list` reads their ids. */
export function ManyField<Name extends string = never, Path extends Listed = never>({
  name,
  label,
  defaultValue = [],
  ...props
}: Props<Name, Path>) {
  const [chosen, choose] = useState(defaultValue)
  return (
    <div className="flex flex-col gap-2">
      <SearchField<Name, Path>
        {...props}
        // The same name: what is wrong with the field is shown here. Its own value is empty, and is not read.
        name={name}
        label={label}
        onPick={option => choose([...chosen.filter(({ id }) => id !== option.id), option])}
      />
      {chosen.length > 0 && (
        <ul aria-label={label} className="flex flex-wrap gap-1.5">
          {chosen.map(option => (
            <li
              key={option.id}
              className="flex items-center gap-1 rounded-full bg-tint py-0.5 pe-1 ps-3 text-accent text-sm"
            >
              {option.name}
              <input type="hidden" name={name} value={option.id} />
              <button
                type="button"
                aria-label={words.ui.remove(option.name)}
                onClick={() => choose(chosen.filter(({ id }) => id !== option.id))}
                className="cursor-pointer rounded-full p-1 hover:bg-surface"
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
