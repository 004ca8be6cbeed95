import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import { type Row, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { Folded } from '../../ui/show/folded.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { nameCheck } from './name-check.ts'

type SignOn = Row<'/api/identity-providers/{id}/sign-ons'>

const { report: say, claims: claimNames } = words.signOn

/** The report of the test that the address names, or of the last one. */
export function LastTest({ id }: { id: number }) {
  const { organization } = useActing()
  const [{ test }] = useAddress<'test'>()
  const tests = useQuery(
    reading(organization, '/api/identity-providers/{id}/sign-ons', {
      path: { id },
      query: { result: 'tested', limit: 20 },
    }),
  )
  return (
    <Card title={say.title} isForm>
      <Loaded query={tests}>
        {({ data }) => {
          const shown = data.find(({ id }) => String(id) === test) ?? data[0]
          return shown ? <Report tried={shown} /> : <p className="text-quiet text-sm">{say.none}</p>
        }}
      </Loaded>
    </Card>
  )
}

function Report({ tried: { at, refused_by, detail, clock_skew_ms, report } }: { tried: SignOn }) {
  const format = useFormat()
  const isPassed = refused_by === null
  const secondsAhead = Math.round((clock_skew_ms ?? 0) / 1000)
  const sayClock = secondsAhead > 0 ? say.clockAhead : say.clockBehind
  return (
    <>
      <div>
        <Badge tone={isPassed ? 'good' : 'bad'}>{isPassed ? say.passed : say.failed}</Badge>
      </div>
      <Facts
        facts={[
          [say.at, format.moment(at)],
          [say.refusedBy, refused_by && nameCheck(refused_by)],
          [say.detail, detail],
          // Many say whole seconds alone.
          [say.clock, Math.abs(secondsAhead) > 1 && sayClock(format.number(Math.abs(secondsAhead)))],
        ]}
      />
      {report && report.who !== null && (
        <Part title={say.would}>
          <p>{sayWho(report.who)}</p>
        </Part>
      )}
      {report?.gives && report.gives.length > 0 && (
        <Part title={say.gives}>
          <ul className="flex list-disc flex-col gap-1 ps-5 text-sm">
            {report.gives.map(given => (
              <li key={`${given.kind} ${given.id}`}>{sayGiven(given)}</li>
            ))}
          </ul>
        </Part>
      )}
      {report?.keeps && <Kept keeps={report.keeps} faults={report.faults ?? []} />}
      {report && report.claims !== null && (
        <Part title={say.claims}>
          <Facts facts={listClaims(report.claims)} />
        </Part>
      )}
      {report?.said && report.said.length > 0 && (
        <Folded title={say.said}>
          <div className="pt-3">
            <Facts facts={report.said.map(({ claim, values, count }) => [claim, sayValues(values, count)] as const)} />
          </div>
        </Folded>
      )}
      {report && report.checks.length > 0 && (
        <Part title={say.checks}>
          <ul className="flex flex-col gap-1.5">
            {report.checks.map(({ check, passed }) => (
              <li key={check} className="flex items-start gap-2">
                {passed ? (
                  <CircleCheck role="img" aria-label={say.ok} className="mt-0.5 size-4.5 shrink-0 text-good" />
                ) : (
                  <CircleX role="img" aria-label={say.notOk} className="mt-0.5 size-4.5 shrink-0 text-danger" />
                )}
                {nameCheck(check)}
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}

type Report = NonNullable<SignOn['report']>

function sayGiven({ does, kind, name, role, refused }: NonNullable<Report['gives']>[number]): string {
  const place = kind === 'organization' ? say.organization : say.places[kind](name)
  const done = say.does[does](place, role === null || does === 'keep' ? null : words.roles.called(role))
  return refused === null ? done : `${done} ${say.refused(refused)}`
}

function Kept({ keeps, faults }: { keeps: NonNullable<Report['keeps']>; faults: readonly string[] }) {
  const { custom_fields: custom, ...names } = keeps
  const facts = [
    ...Object.entries(names).map(([name, value]) => [claimNames[name as keyof typeof names], value] as const),
    ...Object.entries(custom).map(([name, value]) => [name, sayClaim(value)] as const),
    ...(faults.length > 0 ? [[say.notKept, faults.join('; ')] as const] : []),
  ]
  if (facts.length === 0) return null
  return (
    <Part title={say.keeps}>
      <Facts facts={facts} />
    </Part>
  )
}

function sayValues(values: readonly string[], count: number): string {
  const more = count > values.length ? [say.more(count - values.length)] : []
  return [...values, ...more].join(', ') || say.nothing
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">{title}</h3>
      {children}
    </div>
  )
}

function sayWho(who: unknown): string {
  const { kind, code } = who as { kind: keyof typeof say.who | 'refused'; code?: keyof typeof say.who }
  return say.who[kind === 'refused' ? (code ?? 'unknown_person') : kind]
}

function listClaims(claims: unknown) {
  const said = claims as Record<string, unknown>
  return (Object.keys(claimNames) as (keyof typeof claimNames)[]).map(
    name => [claimNames[name], name === 'groups' ? sayGroups(said[name]) : sayClaim(said[name])] as const,
  )
}

function sayClaim(value: unknown): string {
  if (value === null || value === undefined) return say.nothing
  if (typeof value === 'boolean') return value ? words.signOn.yes : words.signOn.no
  return String(value)
}

/** Nothing is taken away by groups that were not said, so that is not the same as none. */
function sayGroups(value: unknown): string {
  const groups = value as { values: string[] } | null
  return groups ? groups.values.join(', ') || say.noGroups : say.groupsNotSaid
}
