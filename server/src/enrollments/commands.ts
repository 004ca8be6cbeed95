import type { Command } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { email, wholeNumber } from '../cli/options.ts'
import { type PrintOptions, printHint, printList, printOne } from '../cli/print.ts'
import { type Column, showMoment } from '../cli/table.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import { Refusal } from '../lib/refusal.ts'
import { getOrganization } from '../organizations/queries.ts'
import type { EnrollmentIntent } from '../provisioning/intents/enrollment.ts'
import type { EnrollmentOutcome } from '../provisioning/intents/outcome.ts'
import { type EnrollmentRow, listEnrollments } from './queries.ts'

const columns: Column<EnrollmentRow>[] = [
  { title: 'EMAIL', value: row => row.email },
  { title: 'ORGANIZATION', value: row => row.organization },
  { title: 'COURSE', value: row => row.course },
  { title: 'STATUS', value: row => row.status },
  { title: 'FROM', value: row => row.starts_at },
  { title: 'UNTIL', value: row => row.ends_at ?? 'for ever' },
  { title: 'ID', value: row => row.id, align: 'right' },
]

interface ListOptions extends PrintOptions {
  organization?: string
  email?: string
  course?: string
  limit: number
}

interface ChangeOptions extends PrintOptions {
  organization: string
  email: string
  course: string
  reason?: string
  ref?: string
}

const changes: { kind: EnrollmentIntent['kind']; summary: string; description: string }[] = [
  {
    kind: 'suspend',
    summary: "Hold a learner's access to a course",
    description:
      "Hold a learner's access to a course. Provisioning leaves a suspended enrollment untouched; only `usher enrollment resume` lifts the hold. The time goes on running.",
  },
  {
    kind: 'resume',
    summary: "Lift the hold on a learner's access",
    description: "Lift the hold on a learner's access. What was granted, and until when, is as if there had been none.",
  },
  {
    kind: 'revoke',
    summary: "Take a learner's access to a course away",
    description:
      "Take a learner's access to a course away: every grant that stands behind it is revoked, with the reason; with --ref only what came by that order, and the rest stays. A new purchase gives access again.",
  },
]

export function addEnrollmentCommands(program: Command, open: OpenCli) {
  const enrollment = addGroup(program, 'enrollment', 'Enrollments: which learner has which course, until when')

  addCommand(enrollment, 'list', {
    summary: 'List enrollments, the newest first',
    examples: [
      'usher enrollment list --email jane@example.com',
      'usher enrollment list --organization acme-prep --course ielts',
    ],
  })
    .option('--organization <slug>', 'only in its courses')
    .option('--email <email>', 'only of this learner', email)
    .option('--course <name>', 'only in courses of this name')
    .option('--limit <n>', 'so many at most', wholeNumber(1, 100_000), 100)
    .action((options: ListOptions) => list(open, options))

  for (const { kind, summary, description } of changes) {
    const examples = [`usher enrollment ${kind} --organization acme-prep --email jane@example.com --course ielts`]
    const command = addCommand(enrollment, kind, { summary, description, examples })
      .requiredOption('--organization <slug>', 'whose course it is')
      .requiredOption('--email <email>', 'the learner', email)
      .requiredOption('--course <name>', 'the course')
    if (kind === 'revoke')
      command
        .option(
          '--ref <reference>',
          'only what came by this order number (`external_ref`): what else gives the course stays',
        )
        .option('--reason <text>', 'why, for whoever asks later')
    command.action((options: ChangeOptions) => change(open, kind, options))
  }
}

function list(open: OpenCli, { organization: slug, ...options }: ListOptions): Promise<void> {
  return withUsher(open, async ({ database: { kysely } }) => {
    const organizationId = slug === undefined ? undefined : (await getOrganization(kysely, slug)).id
    const { email, course, limit } = options
    const rows = await listEnrollments(kysely, { organizationId, email, course }, { limit, now: new Date() })
    printList(options, rows, columns, 'There is no such enrollment.')
    if (rows.length === limit) printHint(`These are the newest ${limit}: --limit shows more.`)
  })
}

function change(open: OpenCli, kind: EnrollmentIntent['kind'], options: ChangeOptions): Promise<void> {
  const { organization: slug, email, course, reason = null, ref: reference = null } = options
  refuseInvalid({ reason: reason === null ? null : textProblem(reason, 500) })
  return withUsher(open, async ({ database: { kysely }, engine }) => {
    const { id: organizationId } = await getOrganization(kysely, slug)
    const outcome = await engine.submit({
      kind,
      call: { ...operator(), organizationId },
      email,
      course,
      reason,
      reference,
    })
    if (outcome.result === 'refused' && outcome.problems.some(({ code }) => code === 'unknown_reference'))
      throw new Refusal('not_found', `${email} has nothing of ${course} at ${slug} by the reference ${reference}.`)
    if (outcome.result === 'refused') {
      const hint = `\`usher enrollment list --email ${email}\` shows what there is.`
      throw new Refusal('not_found', `${email} is not enrolled in ${course} at ${slug}: ${hint}`)
    }
    const [enrollment] = 'enrollments' in outcome ? outcome.enrollments : []
    if (!enrollment) throw new Error('The engine changed no enrollment.')
    const sentence = `${email} in ${course}: ${describe(enrollment)}${enrollment.unchanged ? ', as before' : ''}.`
    printOne(options, present(enrollment, outcome.operationId), sentence)
  })
}

function describe({ status, endsAt }: EnrollmentOutcome): string {
  if (status === 'revoked') return status
  return `${status}, ${endsAt ? `until ${showMoment(endsAt)}` : 'for ever'}`
}

function present(
  { enrollmentId: id, course, status, startsAt, endsAt, unchanged }: EnrollmentOutcome,
  operationId: number,
) {
  return { id, course, status, starts_at: startsAt, ends_at: endsAt, unchanged, operation_id: operationId }
}
