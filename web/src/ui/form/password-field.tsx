import { type ReactNode, useState } from 'react'
import { text } from '../../text/text.ts'
import { Field } from './field.tsx'

interface Props<Name extends string> {
  name: NoInfer<Name>
  autoComplete: 'current-password' | 'new-password'
  label: string
  autoFocus?: boolean
  description?: ReactNode
  value?: string
  onChange?: (value: string) => void
}

/** A password that can be shown while it is written: seeing it beats writing it twice. */
export function PasswordField<Name extends string = never>(props: Props<Name>) {
  const [shown, setShown] = useState<boolean>()
  return (
    <Field<Name>
      {...props}
      type={shown ? 'text' : 'password'}
      autoCorrect="off"
      spellCheck="false"
      aside={
        <>
          <button
            type="button"
            aria-label={shown ? text.fields.hidePassword : text.fields.showPassword}
            onClick={() => setShown(!shown)}
            className="-my-1 -me-2 min-h-8 min-w-12 cursor-pointer rounded-lg px-2 text-accent underline underline-offset-4 hover:text-accent-strong"
          >
            {shown ? text.fields.hide : text.fields.show}
          </button>
          <span role="status" className="sr-only">
            {shown !== undefined && (shown ? text.fields.passwordIsShown : text.fields.passwordIsHidden)}
          </span>
        </>
      }
    />
  )
}
