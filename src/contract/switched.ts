// The switches that bring answers of another shape. The contract marks those answers with `x-switch`.

export type SwitchName = 'jsonErrors' | 'assistantsEnvelope'
