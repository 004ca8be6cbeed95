import { Switch } from 'react-aria-components/Switch'

interface Props<Name extends string> {
  name: NoInfer<Name>
  label: string
  hint?: string
  isOn?: boolean
}

/** Yes or no. */
export function SwitchField<Name extends string = never>({ name, label, hint, isOn = false }: Props<Name>) {
  return (
    <Switch name={name} defaultSelected={isOn} className="group flex cursor-pointer items-start gap-3">
      <span className="mt-0.5 flex h-6 w-10 shrink-0 items-center rounded-full border border-edge bg-sunken p-0.5 group-data-focus-visible:outline-3 group-data-focus-visible:outline-accent group-data-focus-visible:outline-offset-2 group-data-selected:border-accent group-data-selected:bg-brand motion-safe:transition-colors">
        <span className="size-4.5 rounded-full bg-edge group-data-selected:translate-x-4 rtl:group-data-selected:-translate-x-4 group-data-selected:bg-on-brand motion-safe:transition-transform" />
      </span>
      <span className="flex flex-col">
        <span className="font-medium text-sm">{label}</span>
        {hint && <span className="text-quiet text-sm">{hint}</span>}
      </span>
    </Switch>
  )
}
