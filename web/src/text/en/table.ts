/** What every list says. */
export const table = {
  clearSearch: 'Clear the search',
  columns: 'Columns',
  showColumns: 'Columns to show',
  exportCsv: 'Export as CSV',
  exporting: 'Exporting…',
  any: 'Any',
  clearFilters: 'Clear filters',
  loadingMore: 'Loading more…',
  selectRow: 'Select',
  selectAll: 'Select all that are loaded',
  actions: 'With the selection',
  selected: (count: number) => `${count} selected`,
  clearSelection: 'Clear the selection',
  total: (count: string) => `${count} in all`,
  nothingFound: 'Nothing matches',
  nothingFoundHint: 'Search for less of it, or clear the filters.',
}
