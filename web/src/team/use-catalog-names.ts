import { useQuery } from '@tanstack/react-query'
import { reading } from '../api/reading.ts'
import { useMyTeam } from './my-team.ts'

/** What people call courses and products, where rows only have the names that calls give them. */
export function useCatalogNames() {
  const { organization, may } = useMyTeam()
  const asked = { query: { limit: 200 } }
  const enabled = may('catalog.view')
  const courses = useQuery({ ...reading(organization, '/api/courses', asked), enabled })
  const products = useQuery({ ...reading(organization, '/api/products', asked), enabled })
  const course = new Map(courses.data?.data.map(({ name, display_name }) => [name, display_name]))
  const product = new Map(products.data?.data.map(({ name, display_name }) => [name, display_name]))
  return {
    course: (name: string) => course.get(name) ?? name,
    product: (name: string) => product.get(name) ?? name,
  }
}
