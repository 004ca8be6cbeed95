import { Share2 } from 'lucide-react'
import { words } from '../../text/words.ts'
import { Action } from '../act/action.tsx'
import { Folded } from '../show/folded.tsx'
import { CopyButton } from './copy-button.tsx'
import { QrCode } from './qr-code.tsx'

interface Props {
  /** Null: it was shown once, and nobody knows it any more. */
  url: string | null
  /** Of the files that the code is saved as, and of what is shared. */
  name: string
  isCodeOpen?: boolean
}

/** The address of a share link, to be copied, shared by the phone, or printed as a code. */
export function ShareAddress({ url, name, isCodeOpen = false }: Props) {
  const text = words.links
  if (url === null) return <p className="text-quiet text-sm">{text.lost}</p>
  const code = <QrCode url={url} name={name} />
  return (
    <div className="flex flex-col gap-4">
      <code className="w-fit min-w-0 select-all break-all rounded-lg bg-sunken px-3 py-2 text-sm">{url}</code>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={url} label={text.copyAddress} />
        {'share' in navigator && (
          <Action icon={Share2} onPress={() => void navigator.share({ title: name, url }).catch(leftAlone)}>
            {text.share}
          </Action>
        )}
      </div>
      {isCodeOpen ? code : <Folded title={text.code}>{code}</Folded>}
    </div>
  )
}

/** Whoever closes the phone's own list has shared nothing, and knows it. */
function leftAlone() {}
