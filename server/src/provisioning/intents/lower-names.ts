import { lowerName } from '../../lib/lower-case.ts'
import type { Intent } from './intent.ts'

/** Courses and products are told apart without case: they have small letters alone, and so are they named in an intent. */
export function withLowerNames(intent: Intent): Intent {
  return {
    ...intent,
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
