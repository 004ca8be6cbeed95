import { CircleAlert } from 'lucide-react'
import { ApiError, describeError } from '../../api/errors.ts'
import { words } from '../../text/words.ts'
import { Action } from '../act/action.tsx'

/** An error for those who look after things: the server's own sentence, where it is explained, and what the log knows it by. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const told = error instanceof ApiError ? error : null
  return (
    <div role="alert" className="flex gap-3 rounded-xl bg-danger-tint px-4 py-3 text-danger text-sm">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div className="flex min-w-0 flex-col gap-1">
        <p>{sayProblem(error)}</p>
        {told?.requestId && (
          <p>
            {words.ui.requestId} <code className="select-all">{told.requestId}</code>
            {told.page && (
              <>
                {' · '}
                <a href={told.page} target="_blank" rel="noopener" className="underline underline-offset-4">
                  {words.ui.aboutError}
                </a>
              </>
            )}
          </p>
        )}
        {onRetry && (
          <div className="mt-1">
            <Action onPress={onRetry}>{words.ui.retry}</Action>
          </div>
        )}
      </div>
    </div>
  )
}

/** In one line: what is wrong with each field, or the server's sentence, or ours. */
export function sayProblem(error: unknown): string {
  return describe(error).replaceAll(/(?<=\bpermission )(?:[a-z]+\.[a-z]+|provision)\b/g, permission =>
    words.callPermission(permission),
  )
}

function describe(error: unknown): string {
  if (!(error instanceof ApiError)) return describeError(error)
  const fields = Object.entries(error.fields).map(([field, problem]) => `${field} ${problem}`)
  return fields.length > 0 ? fields.join('; ') : (error.detail ?? describeError(error))
}
