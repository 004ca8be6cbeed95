/** Somebody in a list: the name, and below it the address. Whoever has no name goes by the address. */
export function Person(person: { first_name: string; last_name: string; email: string }) {
  const name = `${person.first_name} ${person.last_name}`.trim()
  return (
    <>
      <span className="block truncate font-medium group-hover:text-accent group-hover:underline">
        {name || person.email}
      </span>
      {name && <span className="block truncate text-quiet text-xs">{person.email}</span>}
    </>
  )
}
