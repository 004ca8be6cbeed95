/**
 * How a mail looks: one column, one button in the organization's colour, readable in the dark. Nothing is fetched when it is
 * opened: the one picture, the organization's logo, comes with it.
 */

const sans = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

// Colours that stand for the organization's own: in place of one, the compiler takes no slot.
const buttonColor = '#010203'
const buttonInk = '#030201'

const source = `
<mjml lang="{{lang}}" dir="{{dir}}">
  <mj-head>
    <mj-title>{{subject}}</mj-title>
    <mj-preview>{{preview}}</mj-preview>
    <mj-raw>
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
    </mj-raw>
    <mj-attributes>
      <mj-all font-family="${sans}" />
      <mj-text font-size="16px" line-height="1.5" color="#1c2733" padding="8px 24px" />
    </mj-attributes>
    <mj-style>
      :root { color-scheme: light dark; }
      .courses { margin: 12px 0 0; padding: 0; padding-inline-start: 20px; }
      .courses li { margin: 0 0 8px; }
      .logo { display: block; max-width: 220px; max-height: 56px; margin: 0 0 16px; }
      .period { color: #5a6875; }
      @media (prefers-color-scheme: dark) {
        .page, .page > div { background-color: #14181d !important; }
        .card, .card > table { background: #1f252c !important; background-color: #1f252c !important; }
        .ink div { color: #eef2f6 !important; }
        .faint div, .faint a, .period { color: #a9b5c1 !important; }
        .action td, .action a { background: {{buttonInTheDark}} !important; color: {{buttonInkInTheDark}} !important; }
      }
    </mj-style>
  </mj-head>
  <mj-body background-color="#f3f5f7" css-class="page">
    <mj-section padding="12px 0 0" />
    <mj-section background-color="#ffffff" border-radius="8px" padding="24px 0" css-class="card">
      <mj-column>
        <mj-text css-class="ink">{{logo}}{{greeting}}</mj-text>
        <mj-text css-class="ink">{{opening}}{{courses}}</mj-text>
        <mj-text css-class="ink">{{prompt}}</mj-text>
        <mj-button href="{{url}}" css-class="action" align="left" background-color="${buttonColor}" color="${buttonInk}"
          border-radius="6px" font-size="16px" font-weight="600" inner-padding="12px 22px" padding="12px 24px">{{label}}</mj-button>
        <mj-text css-class="faint" font-size="14px" color="#5a6875">{{notes}}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="4px 0 24px">
      <mj-column>
        <mj-text css-class="faint" font-size="13px" color="#5a6875">{{otherwise}}<br>
          <a dir="ltr" href="{{url}}" style="color:#5a6875; word-break:break-all">{{url}}</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`

let compiled: Promise<string> | undefined

/** The mail's HTML with its slots, `{{name}}`, still open. Compiled once: MJML takes half a second to load. */
export function mailLayout(): Promise<string> {
  compiled ??= compile()
  return compiled
}

async function compile(): Promise<string> {
  const { default: mjml } = await import('mjml')
  const { html } = await mjml(source, { validationLevel: 'strict', fonts: {} })
  // The compiler knows one direction: all is written from the side where the language begins. Old programs know no logical sides.
  return html
    .replaceAll(buttonColor, '{{button}}')
    .replaceAll(buttonInk, '{{buttonInk}}')
    .replaceAll('direction:ltr', 'direction:{{dir}}')
    .replaceAll('text-align:left', 'text-align:{{start}};text-align:start')
    .replaceAll('align="left"', 'align="{{start}}"')
}
