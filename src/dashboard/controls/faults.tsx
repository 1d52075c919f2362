// The part of the controls that arms, lists and disarms faults.

import { useState } from 'preact/hooks'
import type { ArmedFault } from '../../client/wire.ts'
import { attempt } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { refreshStatus } from '../mock/status.ts'
import { userId } from '../page-address.ts'
import { ArmedFaults } from './armed-faults.tsx'
import { CustomFault } from './custom-fault.tsx'
import { STRIKE_PAGE } from './fault-fields.ts'
import { isSpent } from './fault-words.ts'
import { useFresh } from './fresh.ts'
import { type Preset, presetGroups } from './presets.ts'
import { chosenName } from './scope.ts'

export function Faults() {
  const loaded = useFresh<{ faults: readonly ArmedFault[] }>('/faults', { isServerWide: true })
  const user = userId.value
  // A fault without a user strikes every user, so the list of a chosen user shows it too.
  const faults = loaded.data?.faults.filter(
    (fault) => user === undefined || (fault.user ?? user) === user,
  )

  async function arm({ name, fault }: Preset, strikesPage: boolean): Promise<void> {
    const body = { ...fault, ...(strikesPage && { dashboard: true }), note: name }
    const whom = chosenName.value ?? 'everybody'
    await attempt(
      () => ask('POST', '/faults', { query: { user }, body }),
      `Armed for ${whom}: ${name}. “Disarm” in the list undoes it.`,
    )
    changed()
  }

  function changed(): void {
    loaded.reload()
    void refreshStatus()
  }

  return (
    <div class="faults">
      <Presets
        faults={faults ?? []}
        onArm={(preset, strikesPage) => void arm(preset, strikesPage)}
      />
      <ArmedFaults faults={faults} error={loaded.error} onChange={changed} />
      <CustomFault onArmed={changed} />
    </div>
  )
}

type PresetsProps = {
  readonly faults: readonly ArmedFault[]
  readonly onArm: (preset: Preset, strikesPage: boolean) => void
}

function Presets({ faults, onArm }: PresetsProps) {
  const [strikesPage, setStrikesPage] = useState(false)
  return (
    <section class="card presets" aria-label="Presets">
      <header>
        <h2>Arm with one click</h2>
        <span class="muted">
          {chosenName.value === undefined ? (
            'for every request of the server; choose a user above to strike only one'
          ) : (
            <>
              for requests of <bdi>{chosenName.value}</bdi>
            </>
          )}
        </span>
      </header>
      <p class="muted">
        A fault is a failure on purpose. While it is armed, it changes answers of the mock.
      </p>
      <label class="tick">
        <input
          type="checkbox"
          checked={strikesPage}
          onChange={(event) => setStrikesPage(event.currentTarget.checked)}
        />{' '}
        {STRIKE_PAGE}
      </label>
      {presetGroups.map(({ title, presets }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <div class="preset-grid">
            {presets.map((preset) => (
              <PresetButton
                key={preset.name}
                preset={preset}
                armed={countArmed(faults, preset)}
                onArm={() => onArm(preset, strikesPage)}
              />
            ))}
          </div>
        </section>
      ))}
    </section>
  )
}

const countArmed = (faults: readonly ArmedFault[], { name }: Preset): number =>
  faults.filter((fault) => fault.note === name && !isSpent(fault)).length

type PresetProps = { readonly preset: Preset; readonly armed: number; readonly onArm: () => void }

function PresetButton({ preset: { name, what }, armed, onArm }: PresetProps) {
  return (
    <button type="button" class="preset" onClick={onArm}>
      <strong>
        {name}{' '}
        {armed > 0 && <span class="chip warn">{armed === 1 ? 'armed' : `armed × ${armed}`}</span>}
      </strong>
      <span class="muted">{what}</span>
    </button>
  )
}
