import { words } from '../../text/words.ts'
import { accentsOf } from '../../ui/look/accents.ts'
import { actionLook } from '../../ui/look/action-look.ts'
import { Brand } from '../../ui/page/brand.tsx'

interface Props {
  name: string
  color: string | null
  logo: string | null
}

const { sample, previews } = words.settings

/** A page of a learner in these colours, by light and in the dark. Nothing of it can be pressed. */
export function LookPreview(props: Props) {
  return (
    <section aria-label={words.settings.preview} className="flex flex-col gap-4">
      {(['light', 'dark'] as const).map(scheme => (
        <figure key={scheme} className="flex flex-col gap-1.5">
          <figcaption className="text-quiet text-sm">{previews[scheme]}</figcaption>
          <Sample {...props} scheme={scheme} />
        </figure>
      ))}
    </section>
  )
}

function Sample({ name, color, logo, scheme }: Props & { scheme: 'light' | 'dark' }) {
  return (
    <div
      data-theme={scheme}
      style={accentsOf(color)}
      className="flex flex-col gap-4 rounded-2xl border border-line bg-page p-4 text-ink"
    >
      <Brand name={name} logo={logo} />
      <div className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
        <div className="flex items-center justify-between gap-3">
          <span className="font-semibold">{sample.title}</span>
          <span className="rounded-full bg-tint px-2.5 py-0.5 font-medium text-accent text-xs/5">{sample.state}</span>
        </div>
        <span className="text-accent text-sm underline underline-offset-4">{sample.link}</span>
        <span className={`${actionLook('main')} w-fit cursor-default`}>{sample.action}</span>
      </div>
    </div>
  )
}
