import { words } from '../text/words.ts'
import type { Row } from './reading.ts'

/** What people call the product or the course of a row that was read with `expand`; else what calls name it by. */
interface OfProduct {
  product: string
  expanded?: { product?: { display_name: string } | null }
}

interface OfCourse {
  course: string
  expanded?: { course?: { display_name: string } | null }
}

export function productOf({ product, expanded }: OfProduct): string {
  return expanded?.product?.display_name ?? product
}

export function courseOf({ course, expanded }: OfCourse): string {
  return expanded?.course?.display_name ?? course
}

/** Built-in roles in the reader's language, the organization's own as it calls them. */
export function nameOfRole({ id, name, display_name }: Pick<Row<'/api/roles'>, 'id' | 'name' | 'display_name'>) {
  return id === null ? words.roles.called(name) : display_name
}

/** For a query: what each row names is read as well, if that is for the reader to see. */
export function expandIf<Name extends string>(isAllowed: boolean, name: Name): { expand?: Name[] } {
  return isAllowed ? { expand: [name] } : {}
}
