/** What to fill in where a tool asks for the fields one by one: each from an order of the shop, in the tool's own way. */
import type { Tool } from './tools.ts'

export interface Filled {
  field: string
  value: string
  /** Chosen from the order's fields; else written as it stands. */
  isPicked: boolean
}

const fromOrder = { email: 'billing.email', first_name: 'billing.first_name', last_name: 'billing.last_name' }

/** None for tools that take code. */
export function listFields(tool: Tool): Filled[] {
  const write = writers[tool]
  if (!write) return []
  return [
    ...Object.entries(fromOrder).map(([field, path]) => ({ field, ...write.path(path) })),
    { field: 'courses', ...write.skus },
    { field: 'external_ref', ...write.reference },
    { field: 'source', ...written(tool) },
  ]
}

interface Writer {
  path: (path: string) => Omit<Filled, 'field'>
  /** Of all lines of the order, with a comma between. */
  skus: Omit<Filled, 'field'>
  reference: Omit<Filled, 'field'>
}

const picked = (value: string) => ({ value, isPicked: true })
const written = (value: string) => ({ value, isPicked: false })

const writers: Partial<Record<Tool, Writer>> = {
  zapier: { path: picked, skus: picked('line_items.sku'), reference: picked('wc_ + id') },
  pabbly: { path: picked, skus: picked('line_items.0.sku, line_items.1.sku …'), reference: picked('wc_ + id') },
  make: {
    path: path => written(`{{1.${path}}}`),
    skus: written('{{join(map(1.line_items; "sku"); ",")}}'),
    reference: written('wc_{{1.id}}'),
  },
  n8n: {
    path: path => written(`{{ $json.${path} }}`),
    skus: written("{{ $json.line_items.map(line => line.sku).join(',') }}"),
    reference: written('wc_{{ $json.id }}'),
  },
}
