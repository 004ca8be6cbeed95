/** A training company some weeks after its start, made by calls of the API alone. */

const first = [
  'Asha',
  'Bruno',
  'Chen',
  'Dana',
  'Emil',
  'Fatima',
  'Goran',
  'Hana',
  'Ivo',
  'Jane',
  'Kofi',
  'Lena',
  'Musa',
]
const last = ['Rao', 'Klein', 'Li', 'Fox', 'Berg', 'Diallo', 'Novak', 'Sato', 'Costa', 'Doe', 'Mensah']
const courses = ['ielts', 'ielts', 'pte_academic', 'gmat', 'gre']
const teams = [
  { name: 'Evening class', product: 'ielts', quantity: 20, people: 16 },
  { name: 'Morning class', product: 'pte_academic', quantity: 12, people: 12 },
  { name: 'Northwind Traders', product: 'gmat', quantity: 15, people: 4 },
]
const day = 24 * 60 * 60 * 1000

interface Filled {
  readonly team: number
  /** One to open in the log. */
  readonly operation: number
  readonly managerLink: string
  readonly learnerLink: string
}

export async function fillDemo(url: string, key: string): Promise<Filled> {
  const post = async (path: string, body: object) => {
    const headers = { 'x-api-key': key, 'content-type': 'application/json' }
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const answer = (await response.json()) as never
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer as { id: number; operation_id: number; team: { id: number }; set_password_url: string }
  }
  let count = 0
  const person = () => {
    const index = count++
    const first_name = first[index % first.length] as string
    const last_name = last[index % last.length] as string
    return { email: `${first_name}.${last_name}.${index}@example.com`.toLowerCase(), first_name, last_name }
  }
  await post(
    '/api/provision',
    Array.from({ length: 240 }, (_, index) => ({
      user: person(),
      courses: [courses[index % courses.length]],
      starts_at: new Date(Date.now() - daysAgo(index) * day).toISOString(),
      external_ref: `wc_${2001 + index}`,
      source: index % 3 === 0 ? 'zapier' : 'woocommerce',
      send_welcome_email: false,
    })),
  )
  const made: number[] = []
  for (const [index, { name, product, quantity, people }] of teams.entries()) {
    const { id } = await post('/api/teams', { name })
    made.push(id)
    await post(`/api/teams/${id}/seats`, { product, quantity, external_ref: `seats-${index}` })
    const team = { strategy: 'specific', id }
    await post(
      '/api/provision',
      Array.from({ length: people }, () => ({ user: person(), team, products: [product], from: 'seats' })),
    )
  }
  const [team = 0] = made
  const manager = { email: 'maya@example.com', first_name: 'Maya', last_name: 'Stone' }
  const inTeam = { strategy: 'specific', id: team, role: 'manager' }
  const { set_password_url: managerLink } = await post('/api/provision', { user: manager, team: inTeam })
  const order = {
    user: { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' },
    courses: ['ielts', 'gmat'],
    external_ref: 'wc_3001',
    source: 'woocommerce',
  }
  const { set_password_url: learnerLink, operation_id: operation } = await post('/api/provision', order)
  const headers = { 'x-api-key': key, 'content-type': 'application/json' }
  const unknown = { user: order.user, courses: ['toefl'], external_ref: 'wc_3002' }
  await fetch(`${url}/api/provision`, { method: 'POST', headers, body: JSON.stringify(unknown) })
  return { team, operation, managerLink, learnerLink }
}

/** More of late than long ago; now and then one whose six months are nearly over. */
function daysAgo(index: number): number {
  return index % 20 === 0 ? 155 + (index % 25) : Math.floor(60 * ((index * 0.618) % 1) ** 1.6)
}
