/**
 * SQL: whether a row of `webhooks` is told what happens in a row of `organizations`. Our own format hears of the organizations
 * below too; another's knows one school.
 */
export function listensTo(webhook: string, organization: string): string {
  return `${webhook}.organization_id = any(${organization}.path) and ${webhook}.disabled_at is null and ${webhook}.full_since is null
    and (${webhook}.format = 'usher' or ${webhook}.organization_id = ${organization}.id)`
}
