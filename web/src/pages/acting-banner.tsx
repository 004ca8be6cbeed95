import { useMutation } from '@tanstack/react-query'
import { useEffect, useLayoutEffect } from 'react'
import { describeError } from '../api/errors.ts'
import { beginAnew, endImpersonation } from '../api/person/impersonation.ts'
import { text } from '../text/text.ts'

export function ActingBanner({ name, endsAt }: { name: string; endsAt: string }) {
  const { mutate: goBack, isPending, error } = useMutation({ mutationFn: endImpersonation, onSuccess: beginAnew })

  useEffect(() => {
    const timer = setTimeout(goBack, Date.parse(endsAt) - Date.now())
    return () => clearTimeout(timer)
  }, [endsAt, goBack])

  // What is fixed to the top of a page begins below it.
  useLayoutEffect(() => {
    const { style } = document.documentElement
    style.setProperty('--banner', '3rem')
    return () => void style.removeProperty('--banner')
  }, [])

  return (
    <section
      aria-label={text.impersonation.label}
      className="sticky top-0 z-30 flex h-12 items-center justify-center gap-3 border-line border-b bg-warn-tint px-4 text-sm text-warn"
    >
      <p role="status" className="min-w-0 truncate">
        {error ? describeError(error) : text.impersonation.as(name)}
      </p>
      <button
        type="button"
        aria-disabled={isPending || undefined}
        onClick={() => !isPending && goBack()}
        className="min-h-8 shrink-0 cursor-pointer rounded-lg border border-current px-3 font-medium"
      >
        {text.impersonation.goBack}
      </button>
    </section>
  )
}
