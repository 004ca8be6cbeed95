import { useActing, useRefresh } from '../acting/acting.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import { Notice } from '../ui/tell/notice.tsx'

/** Instead of overwriting what somebody else saved: what is typed stays until its writer says what is to become of it. */
export function ChangedMeanwhile({ onDecided }: { onDecided: () => void }) {
  const { edited } = useActing()
  const refresh = useRefresh()
  const decide = async (what: 'letGo' | 'insist') => {
    await refresh()
    edited?.[what]()
    onDecided()
  }
  return (
    <Notice kind="problem">
      <p>{words.ui.changedMeanwhile}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Action onPress={() => decide('letGo')}>{words.ui.loadAgain}</Action>
        <Action onPress={() => decide('insist')}>{words.ui.keepMine}</Action>
      </div>
    </Notice>
  )
}
