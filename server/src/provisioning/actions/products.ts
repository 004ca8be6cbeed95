/** What is sold. */
import type { BundleIntent } from '../intents/place.ts'
import type { Rule } from './action.ts'

type SetCourses = { readonly product: number } & Pick<BundleIntent, 'courses' | 'ifMatch'>

const setBundleCourses: Rule<SetCourses, 'product', BundleIntent> = {
  kind: 'set_bundle_courses',
  permission: 'catalog.edit',
  of: ({ product }) => ['product', product],
  intent: ({ product: productId, ...wanted }, { thing: { holders } }) => ({ productId, ...wanted, ...holders }),
}

export const productActions = { set_bundle_courses: setBundleCourses } as const
