// Loads the code of a view when a person first opens it, and keeps it from then on.

import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Empty, Loading } from '../widgets/notice.tsx'
import { isThere } from '../mock/live.ts'
import type { View } from '../page-address.ts'

export type LoadView = () => Promise<ComponentType>

const views = signal<Readonly<Partial<Record<View, ComponentType>>>>({})

export async function prepare(name: View, load: LoadView): Promise<void> {
  const Show = await load()
  views.value = { ...views.peek(), [name]: Show }
}

type Props = { readonly name: View; readonly title: string; readonly load: LoadView }

export function LoadedView({ name, title, load }: Props) {
  const Show = views.value[name]
  return Show ? <Show /> : <Arriving name={name} title={title} load={load} />
}

function Arriving({ name, title, load }: Props) {
  const [hasFailed, setFailed] = useState(false)
  const isLive = isThere.value
  // A change of isLive runs this again, so the view also loads when the mock is back.
  useEffect(() => {
    let isOver = false
    setFailed(false)
    prepare(name, load).catch(() => {
      if (!isOver) setFailed(true)
    })
    return () => {
      isOver = true
    }
  }, [name, load, isLive])
  if (!hasFailed) return <Loading what={title} />
  return (
    <Empty title={`${title} could not be loaded`}>
      <p>The mock does not answer, or it is another version now.</p>
      <button type="button" onClick={() => location.reload()}>
        Load the page again
      </button>
    </Empty>
  )
}
