import { useRef } from 'preact/hooks'
import { confirm } from '../widgets/dialog.tsx'
import { counted } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'
import { attempt, say } from '../widgets/toast.tsx'
import { refreshStatus, refreshUsers } from '../mock/status.ts'
import { userId } from '../page-address.ts'
import { download, upload } from './dataset-file.ts'
import { Errors } from './field-set.tsx'
import { useForm } from './form.ts'
import { chosenName } from './scope.ts'
import { StateCard } from './state-card.tsx'

/** The card that downloads the dataset, or replaces it from a file. */
export function DatasetCard() {
  const chooser = useRef<HTMLInputElement>(null)
  const { errors, isBusy, submit } = useForm()
  const user = userId.value
  const name = chosenName.value

  async function replace(file: File | undefined): Promise<void> {
    if (chooser.current) chooser.current.value = ''
    if (!file) return
    const what =
      name === undefined
        ? 'Users, tokens and rows of the start are replaced.'
        : `The rows of ${name} are replaced; the tokens stay.`
    const text = `${what} A reset brings them back.`
    if (
      !(await confirm({
        title: `Replace the dataset by ${isolate(file.name)}?`,
        text,
        action: 'Replace',
      }))
    )
      return
    const replaced = await submit(() => upload(file, user))
    if (!replaced) return
    say(`There are ${counted(replaced.conversations, 'row')} now.`)
    await Promise.all([refreshStatus(), refreshUsers()])
  }

  return (
    <StateCard title="Dataset" whose={`Of ${name ?? 'the whole server'}`}>
      <p class="muted">
        {user === undefined
          ? 'Users, tokens, assistants and conversations that came with the dataset, as one JSON file.'
          : 'The rows of this user as a JSON file, which others can start with.'}
      </p>
      <div class="row">
        <button type="button" onClick={() => void attempt(() => download(user))}>
          Download
        </button>
        <button
          type="button"
          class="danger"
          aria-disabled={isBusy}
          onClick={() => isBusy || chooser.current?.click()}
        >
          {isBusy ? 'Replacing …' : 'Replace from a file …'}
        </button>
        <input
          ref={chooser}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label="Dataset file"
          onChange={(event) => void replace(event.currentTarget.files?.[0])}
        />
      </div>
      <Errors errors={errors} />
    </StateCard>
  )
}
