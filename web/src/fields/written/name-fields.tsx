import { useState } from 'react'
import type { FieldProps } from '../look.ts'
import { shortNameOf } from './short-name.ts'
import { TextField } from './text-field.tsx'

interface Props<Name extends string> {
  name: FieldProps<Name>
  short: FieldProps<Name>
  /** Of the words of the short name. */
  between?: '-' | '_'
}

/** What people call a new thing, and what calls do. The second follows the first until somebody writes it. */
export function NameFields<Name extends string = never>({ name, short, between = '_' }: Props<Name>) {
  const [written, write] = useState('')
  const [isOwn, own] = useState(false)
  return (
    <>
      <TextField<Name> {...name} isRequired onChange={called => isOwn || write(shortNameOf(called, between))} />
      <TextField<Name>
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
