// The request of this view as text to copy: its URL, or a call in a chosen language.

import { languages, type ListRequest, toCurl, toFetch } from '../code/printed.ts'
import { CopyButton } from '../widgets/copy-button.tsx'
import { useRemembered } from '../widgets/remembered.ts'
import { Tabs } from '../widgets/tabs.tsx'

type Form = { readonly name: string; readonly print: (request: ListRequest) => string }

/** The fetch call is one expression here, ready to paste into a console or a test. */
const forms: readonly Form[] = [
  { name: 'curl', print: toCurl },
  { name: 'URL', print: ({ url }) => url },
  { name: 'fetch', print: toFetch },
  ...languages.filter(({ name }) => name !== 'curl' && name !== 'fetch'),
]
const names = forms.map(({ name }) => name)

export function PrintedRequest({ request }: { readonly request: ListRequest }) {
  const [chosen, choose] = useRemembered('form-of-request', names, 'curl')
  const text = forms.find(({ name }) => name === chosen)?.print(request) ?? ''
  return (
    <Tabs label="This request as" names={names} chosen={chosen} onChoose={choose}>
      <div class="printed">
        <pre class="code" tabIndex={0} aria-label={`The request as ${chosen}`}>
          {text}
        </pre>
        <CopyButton text={text} what={chosen} />
      </div>
    </Tabs>
  )
}
