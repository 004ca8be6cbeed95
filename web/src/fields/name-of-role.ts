import type { Row } from '../api/reading.ts'
import { words } from '../text/words.ts'

/** Built-in roles in the reader's language, the organization's own as it calls them. */
export function nameOfRole({ id, name, display_name }: Pick<Row<'/api/roles'>, 'id' | 'name' | 'display_name'>) {
  return id === null ? words.roles.called(name) : display_name
}
