/** A caller's reference as it is kept and looked for: without blanks around it, and one where there are several. */
export function tidyReference<Text extends string | null | undefined>(text: Text): Text {
  return (text?.trim().replace(/\s+/g, ' ') ?? text) as Text
}
