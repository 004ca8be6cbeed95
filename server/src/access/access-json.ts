/** The access rule in JSON, one object wherever it is sent or shown: how it looks, how it is read, how it is written. */
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { Moment, Nullable, Sent } from '../http/shapes.ts'
import { maxDays, maxMonths, readPeriod, renewals } from '../lib/access-rule.ts'
import { forms } from '../lib/forms.ts'

const describe = (whenNull: string) => ({ description: `How long access lasts. Null: ${whenNull}.` })

/** How long access lasts, as it is sent. */
export const SentAccess = (whenNull: string) =>
  Type.Union(
    [
      Sent({
        months: Type.Optional(Type.Integer({ minimum: 1, maximum: maxMonths, description: 'From the start.' })),
        days: Type.Optional(Type.Integer({ minimum: 1, maximum: maxDays, description: 'From the start.' })),
        until: Type.Optional(
          Type.String({
            maxLength: 50,
            'x-form': forms.until,
            description: "A date: to the end of that day in the organization's time zone. Or a moment.",
            examples: ['2027-06-30', '2027-06-30T18:00:00Z'],
          }),
        ),
      }),
      Type.Null(),
    ],
    { ...describe(`${whenNull}. Else one of \`months\`, \`days\` and \`until\``), examples: [{ months: 6 }] },
  )
export type SentAccess = Static<ReturnType<typeof SentAccess>>

/** The same as it is shown. */
export const Access = (whenNull: string) =>
  Type.Union(
    [
      Type.Object({ months: Type.Integer() }),
      Type.Object({ days: Type.Integer() }),
      Type.Object({ until: Moment }),
      Type.Null(),
    ],
    { ...describe(whenNull), examples: [{ months: 6 }] },
  )

export const Renewal = Type.Enum([...renewals], {
  description:
    'Bought again while it runs: the time is added at the end, the later end of the two counts, or it begins anew.',
})

export const NullableRenewal = Nullable(Renewal)

/** The columns for what was sent, none when nothing was; and what is wrong with it. */
export function readAccess(sent: SentAccess | undefined, timeZone: string, now: Date) {
  if (sent === undefined) return { columns: {}, problems: {} }
  const { period, problems } = readPeriod(sent, timeZone, now)
  const { months, days, until } = period
  return { columns: { access_months: months, access_days: days, access_until: until }, problems }
}

/** What a row of a table with these columns shows. */
export function showAccess(table: string, prefix = 'access_') {
  const column = (name: string) => sql.ref(`${table}.${prefix}${name}`)
  const until = sql`to_char(${column('until')}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` // connections are in UTC
  return sql<{ months: number } | { days: number } | { until: Date } | null>`case
    when ${column('months')} is not null then jsonb_build_object('months', ${column('months')})
    when ${column('days')} is not null then jsonb_build_object('days', ${column('days')})
    when ${column('until')} is not null then jsonb_build_object('until', ${until})
  end`.as('access')
}
