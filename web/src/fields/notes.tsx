import { FieldError, Text } from 'react-aria-components/TextField'
import { useProblem } from '../ui/form/problems.ts'

/** Below a field: what is wrong with it, and the hint. */
export function Notes({ name, hint }: { name: string; hint: string | undefined }) {
  return (
    <>
      {/* The server's words begin small: they follow the field's name. */}
      <FieldError className="text-danger text-sm first-letter:uppercase">{useProblem(name)}</FieldError>
      {hint && (
        <Text slot="description" className="text-quiet text-sm">
          {hint}
        </Text>
      )}
    </>
  )
}
