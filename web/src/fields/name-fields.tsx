import { useState } from 'react'
import type { FieldProps } from './look.ts'
import { shortNameOf } from './short-name.ts'
import { TextField } from './text-field.tsx'

interface Props {
  name: FieldProps
  short: FieldProps
  /** Of the words of the short name. */
  between?: '-' | '_'
}

/** What people call a new thing, and what calls do. The second follows the first until somebody writes it. */
export function NameFields({ name, short, between = '_' }: Props) {
  const [written, write] = useState('')
  const [isOwn, own] = useState(false)
  return (
    <>
      <TextField {...name} isRequired onChange={called => isOwn || write(shortNameOf(called, between))} />
      <TextField
        {...short}
        isRequired
        value={written}
        onChange={short => {
          own(short !== '')
          write(short)
        }}
      />
    </>
  )
}
