/** What is typed on the page and not saved: whoever takes the page away asks first. */
type Look = () => boolean

const looks = new Set<Look>()

/** Gives how to end it. */
export function watchUnsaved(look: Look): () => void {
  looks.add(look)
  return () => {
    looks.delete(look)
  }
}

export function hasUnsaved(): boolean {
  return [...looks].some(look => look())
}
