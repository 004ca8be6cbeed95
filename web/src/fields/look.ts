/** How every field of the console looks: its label and the control. */
export const look = {
  field: 'group/field flex flex-col gap-1.5',
  /** What must be filled has a mark, which is read out as that it is required. */
  label:
    "font-medium text-sm group-data-required/field:after:text-danger group-data-required/field:after:content-['_*'_/_'']",
  control:
    'min-h-10 w-full rounded-lg border border-edge bg-surface px-3 py-2 text-base sm:text-sm text-ink hover:border-ink focus:border-accent focus:outline-2 focus:outline-accent focus:-outline-offset-1 group-data-invalid/field:border-danger data-invalid:border-danger data-invalid:outline-danger',
}

/** `Name` is what fields of the form may be called, which has to be said at each: nothing stands for it. */
export interface FieldProps<Name extends string> {
  /** As the API calls it: what is wrong with it is shown here. */
  name: NoInfer<Name>
  label: string
  hint?: string
  isRequired?: boolean
}
