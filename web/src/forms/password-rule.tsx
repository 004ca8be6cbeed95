import { CircleCheck, CircleDashed } from 'lucide-react'
import { useState } from 'react'
import { text } from '../text/text.ts'

// The server's rule (identity): it has the last word.
const least = 8
const most = 128

/** What is wrong with a new password, or null. */
export function checkNewPassword(value: string): string | null {
  if (value === '') return text.fields.passwordMissing
  if (countCharacters(value) < least) return text.fields.passwordTooShort
  return countCharacters(value) > most ? text.fields.passwordTooLong(most) : null
}

/** The rule beside the field, ticked while it is met; a screen reader hears when that changes. */
export function PasswordRule({ password }: { password: string }) {
  const isMet = countCharacters(password) >= least
  const [wasMet, setWasMet] = useState(false)
  if (isMet && !wasMet) setWasMet(true)
  const Icon = isMet ? CircleCheck : CircleDashed
  return (
    <span className={`flex items-center gap-2 ${isMet ? 'text-accent' : 'text-quiet'}`}>
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      {text.fields.passwordRule(least)}
      <span role="status" className="sr-only">
        {isMet ? text.fields.ruleMet : wasMet && text.fields.ruleUnmet}
      </span>
    </span>
  )
}

function countCharacters(value: string) {
  return [...value].length
}
