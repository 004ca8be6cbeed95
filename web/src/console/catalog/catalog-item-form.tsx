import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { productOf } from '../../api/called.ts'
import { type Row, reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm, type SendFormProps } from '../../editing/send-form.tsx'
import { AccessField, type AccessName, readAccess } from '../../fields/access-field.tsx'
import { ManyField } from '../../fields/chosen/many-field.tsx'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Loaded } from '../../ui/tell/loaded.tsx'

type Name = NameIn<Sent<'/api/catalog-items', 'post'>> | AccessName | 'offers.shown'

type Item = Row<'/api/catalog-items'>
type Props<Done> = Omit<SendFormProps<Done, Name>, 'children'> & { item?: Item }

/** Of something new in the catalog, and of what is there. */
export function CatalogItemForm<Done>({ item, ...props }: Props<Done>) {
  return (
    <SendForm {...props}>
      <TextField<Name>
        name="name"
        label={words.catalog.name}
        hint={words.catalog.nameHint}
        defaultValue={item?.name ?? ''}
        isRequired
      />
      <TextField<Name>
        name="description"
        label={words.catalog.description}
        defaultValue={item?.description ?? ''}
        isLong
      />
      <SearchField<Name, '/api/products'>
        name="product"
        label={words.catalog.product}
        hint={item ? words.catalog.productChange(productOf(item)) : words.catalog.productHint}
        path="/api/products"
        optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
      />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <NumberField<Name> name="seats" label={words.catalog.seats} minValue={1} defaultValue={item?.seats ?? 25} />
        <TextField<Name>
          name="credits"
          label={words.catalog.credits}
          hint={words.catalog.creditsHint}
          defaultValue={item?.credits ?? ''}
        />
      </div>
      <AccessField value={item?.access} whenNull={words.access.ofProduct} />
      <Offers offers={item?.offers} />
    </SendForm>
  )
}

/** To whom: they are known by their names here, and by slug and id there. Something new is for the teams of one's own organization. */
function Offers({ offers }: Partial<Pick<Item, 'offers'>>) {
  const { organization, organizationName, may } = useActing()
  const isKnown = may('teams.view') && may('organizations.view')
  const query = { limit: 200, below: true }
  const teams = useQuery({ ...reading(organization, '/api/teams', { query }), enabled: isKnown })
  if (!isKnown) return null
  return (
    <>
      <input type="hidden" name={'offers.shown' satisfies Name} value="true" />
      <ManyField<Name, '/api/organizations'>
        name="offers.organizations"
        label={words.catalog.organizations}
        hint={words.catalog.organizationsHint}
        path="/api/organizations"
        optionOf={({ slug, name }) => ({ id: slug, name, hint: slug })}
        defaultValue={(offers?.organizations ?? [organization]).map(slug => ({
          id: slug,
          name: slug === organization ? organizationName : slug,
        }))}
      />
      <Loaded query={teams} lines={1}>
        {({ data }) => (
          <ManyField<Name, '/api/teams'>
            name="offers.teams"
            label={words.catalog.teams}
            hint={words.catalog.teamsHint}
            path="/api/teams"
            query={{ below: true }}
            optionOf={({ id, name, organization }) => ({ id, name, hint: organization })}
            defaultValue={(offers?.teams ?? []).map(id => ({
              id,
              name: data.find(team => team.id === id)?.name ?? words.catalog.team(id),
            }))}
          />
        )}
      </Loaded>
    </>
  )
}

/** The offers stay as they are where somebody may not see to whom they are made. */
export function readCatalogItem(fields: Fields<Name>) {
  return {
    name: fields.text('name'),
    description: fields.text('description'),
    seats: fields.number('seats') ?? 0,
    credits: fields.text('credits'),
    access: readAccess(fields),
    offers: fields.flag('offers.shown')
      ? { organizations: fields.list('offers.organizations'), teams: fields.list('offers.teams').map(Number) }
      : undefined,
  } satisfies Sent<'/api/catalog-items/{id}', 'patch'>
}
