import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Input, Label, TextField } from 'react-aria-components/TextField'
import { words } from '../../text/words.ts'
import { useProblem } from '../../ui/form/problems.ts'
import { type FieldProps, look } from '../look.ts'
import { Notes } from '../notes.tsx'

/** Short words of one's own. Enter or a comma ends one; `Fields.list` reads them. */
export function TagsField<Name extends string = never>({
  name,
  label,
  hint,
  defaultValue = [],
}: FieldProps<Name> & { defaultValue?: string[] }) {
  const [tags, setTags] = useState(defaultValue)
  const [written, write] = useState('')
  const add = () => {
    const tag = written.trim()
    if (tag && !tags.includes(tag)) setTags([...tags, tag])
    write('')
  }
  const readKey = (event: KeyboardEvent) => {
    if ((event.key !== 'Enter' && event.key !== ',') || written.trim() === '') return
    event.preventDefault()
    add()
  }
  return (
    <TextField
      isInvalid={useProblem(name) !== undefined}
      name={name}
      value={written}
      onChange={write}
      onBlur={add}
      className={look.field}
    >
      <Label className={look.label}>{label}</Label>
      {tags.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {tags.map(tag => (
            <li key={tag} className="flex items-center gap-1 rounded-full bg-tint py-0.5 pe-1 ps-3 text-accent text-sm">
              {tag}
              <input type="hidden" name={name} value={tag} />
              <button
                type="button"
                aria-label={words.ui.remove(tag)}
                onClick={() => setTags(tags.filter(other => other !== tag))}
                className="cursor-pointer rounded-full p-1 hover:bg-surface"
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Input onKeyDown={readKey} className={look.control} />
      <Notes name={name} hint={hint} />
    </TextField>
  )
}
