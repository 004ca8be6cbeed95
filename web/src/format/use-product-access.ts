import { useQuery } from '@tanstack/react-query'
import { useActing } from '../acting/acting.ts'
import { type Row, reading } from '../api/reading.ts'
import { words } from '../text/words.ts'
import { type Access, useAccess } from './use-access.ts'

type Product = Pick<Row<'/api/products'>, 'organization' | 'access' | 'courses'>

/** Says how long access to a product lasts; one without a rule follows each of its courses, as far as they are known. */
export function useProductAccess() {
  const { organization, may } = useActing()
  const sayAccess = useAccess()
  // The same as the courses' names are read by.
  const courses = useQuery({
    ...reading(organization, '/api/courses', { query: { limit: 200, sort: 'name', archived: true } }),
    enabled: may('catalog.view'),
  })
  /** `access` comes before the product's own. */
  return (product: Product | null | undefined, access: Access = null): string => {
    const rule = access ?? product?.access
    if (rule) return sayAccess(rule)
    if (!product) return words.access.ofProduct
    const found = product.courses.map(name =>
      courses.data?.data.find(course => course.name === name && course.organization === product.organization),
    )
    const rules = found.flatMap(course => (course ? [course.access] : []))
    if (rules.length < found.length || rules.length === 0) return words.access.ofCourses
    const [said = '', ...others] = new Set(rules.map(rule => sayAccess(rule)))
    if (others.length === 0) return said
    const months = rules.flatMap(rule => (rule && 'months' in rule ? [rule.months] : []))
    if (months.length < rules.length) return words.access.ofCourses
    return words.access.ofCoursesMonths(Math.min(...months), Math.max(...months))
  }
}
