import { rowLook } from '../look/row-look.ts'

interface Props {
  first_name: string
  last_name: string
  email: string
  /** In place of the address where there is little room: what the row is about. */
  onPhone?: string
}

/** Somebody in a list: the name, and below it the address. Whoever has no name goes by the address. */
export function Person({ first_name, last_name, email, onPhone }: Props) {
  const name = `${first_name} ${last_name}`.trim()
  return (
    <>
      <span dir="auto" className={`block truncate ${rowLook}`}>
        {name || email}
      </span>
      {name && (
        <span dir="auto" className={`block truncate text-quiet text-xs ${onPhone ? '@max-[30rem]:hidden' : ''}`}>
          {email}
        </span>
      )}
      {onPhone && (
        <span dir="auto" className="block truncate text-quiet text-xs @[30rem]:hidden">
          {onPhone}
        </span>
      )}
    </>
  )
}
