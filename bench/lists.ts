/**
 * Each list that the screens show, over HTTP, as the screens ask for it: the first page and the third, by every sort both ways,
 * filtered, searched, and counted; in an organization of very many, in one of few, and with all that lies below one.
 */
import { cpus, loadavg } from 'node:os'
import pg from 'pg'
import { fillDatabase, people } from './fill.ts'
import { summarize } from './load.ts'
import { type RunningUsher, startUsher } from './usher.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 20)
const slow = 100

const places = {
  many: 'organization=branch-1',
  few: 'organization=branch-2',
  below: 'organization=acme-prep&below=true',
}

/** By what each is sorted, and what is looked for. `{…}` is filled in: see `readExamples`. */
const lists: Record<string, { readonly sorts: string; readonly filters?: readonly string[] }> = {
  '/api/users': {
    sorts: 'id email name last_name created_at',
    filters: [
      ...['a', 'pr', 'pri', 'priya.', 'cor', 'zoe v', 'zzz'].map(text => `search=${text}`),
      ...['search=pri&sort=name', 'search=pri&sort=-created_at', 'role=admin', 'team={team}', 'email={email}'],
    ],
  },
  '/api/enrollments': {
    sorts: 'id starts_at ends_at',
    filters: [
      ...['active', 'expired', 'suspended', 'completed', 'upcoming', 'revoked'].map(status => `status=${status}`),
      ...['status=active&sort=ends_at', 'status=active&sort=-starts_at', 'status=expired&sort=-ends_at'],
      ...['status=active&ends_before={soon}', 'status=active&ends_before={soon}&sort=ends_at'],
      ...['team={team}', 'user={user}'],
    ],
  },
  '/api/grants': {
    sorts: 'id enrollment',
    filters: ['source=api', 'source=import', 'source=seat', 'user={user}', 'operation={operation}'],
  },
  '/api/operations': {
    sorts: 'id at',
    filters: [
      ...['result=refused', 'kind=create_team', 'kind=provision', 'source=zapier', 'source=none', 'actor=key'],
      ...['actor=user', 'email={email}', 'user={user}', 'reference=order-77', 'since={soon}'],
    ],
  },
  '/api/mails': { sorts: 'id', filters: ['state=failed', 'state=sent', 'kind=welcome', 'user={user}'] },
  '/api/orders': {
    sorts: 'created_at',
    filters: ['state=pending', 'state=completed', 'state=refunded', 'email={email}', 'team={team}'],
  },
  '/api/teams': { sorts: 'id name', filters: ['search=team 77', 'search=zzz'] },
  '/api/seats': { sorts: 'id', filters: ['team={team}', 'product=course_1'] },
  '/api/groups': { sorts: 'id name', filters: ['search=group 7'] },
  '/api/invitations': {
    sorts: 'id expires_at',
    filters: ['state=pending', 'state=expired', 'state=accepted', 'email={email}'],
  },
  '/api/courses': { sorts: 'id' },
  '/api/products': { sorts: 'id' },
  '/api/reports/seats': { sorts: 'used_share', filters: ['nearly_used=true'] },
}

/** Those that know no places, of the organization of many. */
const others = [
  '/api/teams/{team}/members?limit=100',
  '/api/teams/{team}/members?limit=1&count=true',
  '/api/groups/{group}/members?limit=100',
  '/api/seats/{seats}/claims?limit=100',
  '/api/users/{user}',
]

const reports = [
  '/api/reports/overview?',
  ...['day', 'week', 'month'].map(by => `/api/reports/enrollments?by=${by}`),
  ...['course', 'source', 'team'].map(split => `/api/reports/enrollments?by=month&split=${split}`),
  ...['', '&split=team'].map(split => `/api/reports/completion?${split}`),
  '/api/reports/expiring?',
]

interface Measured {
  readonly where: string
  readonly what: string
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
}

export async function run(): Promise<void> {
  const usher = await startUsher({ fill: fillDatabase })
  try {
    print(await measureAll(usher))
  } finally {
    await usher.stop()
  }
}

async function measureAll(usher: Pick<RunningUsher, 'port' | 'key' | 'databaseUrl'>): Promise<Measured[]> {
  const ask = asker(usher)
  const examples = await readExamples(usher.databaseUrl)
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(`${examples[name]}`))
  const measured: Measured[] = []
  const measure = async (where: string, what: string, path: string) => {
    const times: number[] = []
    const began = performance.now()
    while (times.length < rounds && performance.now() - began < 2000) times.push((await ask(path)).time)
    measured.push({ where, what, ...summarize(times, 1) })
  }
  for (const [where, place] of Object.entries(places)) {
    for (const [path, { sorts, filters = [] }] of Object.entries(lists)) {
      const list = `${path}?${place}&limit=100`
      for (const sort of sorts.split(' ').flatMap(sort => [sort, `-${sort}`])) {
        const sorted = `${list}&sort=${sort}`
        await measure(where, `${path} sort=${sort}`, sorted)
        const third = await findThird(ask, sorted)
        if (third) await measure(where, `${path} sort=${sort}, third page`, third)
      }
      for (const filter of filters) await measure(where, `${path} ${filter}`, `${list}&${fill(filter)}`)
      for (const filter of ['', ...filters])
        await measure(where, `${path} ${filter}, counted`, `${path}?${place}&limit=1&count=true&${fill(filter)}`)
    }
    for (const path of reports) await measure(where, path, `${path}&${place}`)
  }
  for (const path of others) await measure('', path, fill(path))
  return measured
}

async function findThird(ask: ReturnType<typeof asker>, path: string): Promise<string | null> {
  const { next_cursor: second } = (await ask(path)).body
  const { next_cursor: third } = second ? (await ask(`${path}&cursor=${second}`)).body : {}
  return third ? `${path}&cursor=${third}` : null
}

function asker({ port, key }: Pick<RunningUsher, 'port' | 'key'>) {
  return async (path: string) => {
    const began = performance.now()
    const response = await fetch(`http://localhost:${port}${path}`, { headers: { authorization: `Bearer ${key}` } })
    const body = (await response.json()) as { next_cursor?: string | null }
    const time = performance.now() - began
    if (response.status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`)
    return { time, body }
  }
}

async function readExamples(databaseUrl: string): Promise<Record<string, unknown>> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const { rows } = await client.query(`
    select team.id as team, users.id as user, users.email, seats.id as seats, now() + interval '30 days' as soon,
      (select id from groups order by id limit 1) as group, (select id from operations where user_id = users.id) as operation
    from teams team join team_members member on member.team_id = team.id join users on users.id = member.user_id
      join seats on seats.team_id = team.id
    where team.organization_id = 1001 order by team.id, users.id limit 1`)
  await client.end()
  const [{ soon, ...rest }] = rows as [{ soon: Date }]
  return { ...rest, soon: soon.toISOString() }
}

function print(measured: readonly Measured[]): void {
  const worst = measured.toSorted((a, b) => b.p95 - a.p95)
  const lines = worst.map(({ where, what, p50, p95 }) =>
    [p50.toFixed(1).padStart(8), p95.toFixed(1).padStart(8), p95 > slow ? '<-' : '  ', where.padEnd(6), what].join(' '),
  )
  process.stdout.write(`
${people} people, ${rounds} times each, ${cpus().length} cores (${cpus()[0]?.model}), load ${loadavg()[0]?.toFixed(1)}

  p50 ms   p95 ms    where  what
${lines.join('\n')}
`)
}
