interface Node {
  slug: string
  parent: string | null
}

/** Those above before those below, with how deep each is. One whose parent is not among them stands at the top. */
export function sortAsTree<Organization extends Node>(organizations: readonly Organization[]) {
  const known = new Set(organizations.map(({ slug }) => slug))
  const below = Map.groupBy(organizations, ({ parent }) => (parent !== null && known.has(parent) ? parent : null))
  const walk = (parent: string | null, depth: number): (Organization & { depth: number })[] =>
    (below.get(parent) ?? []).flatMap(node => [{ ...node, depth }, ...walk(node.slug, depth + 1)])
  return walk(null, 0)
}
