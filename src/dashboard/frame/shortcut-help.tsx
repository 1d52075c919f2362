import { Dialog } from '../widgets/dialog.tsx'
import { shortcuts } from '../widgets/keys.ts'
import { baseUrl } from '../mock/admin.ts'
import { leave } from '../mock/session.ts'

const links = [
  { path: '/docs', text: 'The emulated API' },
  { path: '/docs/admin', text: 'The admin API' },
  { path: '/docs/rules', text: 'The rules that clients are judged by' },
]

export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys and links" onClose={onClose}>
      <dl class="keys">
        {shortcuts.value.map(({ key, what }) => (
          <div key={key + what}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <ul>
        {links.map(({ path, text }) => (
          <li key={path}>
            <a href={baseUrl + path} target="_blank" rel="noreferrer">
              {text}
            </a>
          </li>
        ))}
      </ul>
      <div class="foot">
        <button type="button" onClick={leave}>
          Forget the admin token
        </button>
      </div>
    </Dialog>
  )
}
