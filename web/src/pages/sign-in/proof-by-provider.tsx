import { useQuery } from '@tanstack/react-query'
import { paths } from '../../address/paths.ts'
import { describeError } from '../../api/errors.ts'
import { findProofByProvider } from '../../api/person/prove.ts'
import { words } from '../../text/words.ts'
import { Button, looks } from '../../ui/act/button.tsx'
import { Notice } from '../../ui/tell/notice.tsx'

/** Signing in anew where one signs in, in a window of its own: what is typed in this one stays. */
export function ProofByProvider({ onProven }: { onProven: () => void }) {
  const address = useQuery({
    queryKey: ['proof by provider'],
    queryFn: () => findProofByProvider(paths.proven),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <>
      <p>{words.proof.byProvider}</p>
      {address.error && <Notice kind="problem">{describeError(address.error)}</Notice>}
      {address.data !== undefined && (
        <a href={address.data} target="_blank" rel="noreferrer" className={`${looks.quiet} w-full`}>
          {words.proof.openProvider}
        </a>
      )}
      <Button onPress={onProven}>{words.proof.submit}</Button>
    </>
  )
}
