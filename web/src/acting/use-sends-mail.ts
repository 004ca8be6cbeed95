import { useQuery } from '@tanstack/react-query'
import { myselfQuery } from '../api/person/me.ts'

/** Whether mails go out at all: without a mail server they wait. */
export function useSendsMail(): boolean {
  return useQuery({ ...myselfQuery, select: ({ sends_mail }) => sends_mail }).data ?? true
}
