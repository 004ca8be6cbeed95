import { lowerName } from '../../lib/lower-case.ts'
import { tidyReference } from '../../lib/reference.ts'
import type { Intent } from './intent.ts'

/**
 * What two callers may write in two ways and mean as one: courses and products have small letters alone, and of a reference no
 * blanks count but one between two words. So are they named in an intent, whichever face it came by.
 */
export function withOneReading(intent: Intent): Intent {
  return {
    ...intent,
    ...('reference' in intent && { reference: tidyReference(intent.reference) }),
    ...('seatsReference' in intent && { seatsReference: tidyReference(intent.seatsReference) }),
    ...('course' in intent && { course: lowerName(intent.course) }),
    ...('product' in intent && { product: lowerName(intent.product) }),
    ...('courses' in intent && { courses: lowerAll(intent.courses) }),
    ...('products' in intent && intent.products && { products: lowerAll(intent.products) }),
    ...('seats' in intent && intent.seats && { seats: intent.seats.map(lowerProduct) }),
    ...(intent.kind === 'place_order' && { lines: intent.lines.map(lowerProduct) }),
  } as Intent
}

function lowerAll(names: readonly string[]): string[] {
  return [...new Set(names.map(lowerName))]
}

function lowerProduct<Named extends { readonly product: number | string | null }>(named: Named): Named {
  return { ...named, product: lowerName(named.product) }
}
