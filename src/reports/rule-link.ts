// Where a rule is explained when the mock that found it has gone.

import { readManifest } from '../system/assets.ts'

/** Undefined where the package does not say where its repository is: a release writes that into it. */
export function ruleLink(rule: string, { homepage, version } = readManifest()): string | undefined {
  return homepage === undefined ? undefined : `${homepage}/blob/v${version}/${rulePath(rule)}`
}

/** In the package. */
export const rulePath = (rule: string): string => `docs/rules.md#${rule}`
