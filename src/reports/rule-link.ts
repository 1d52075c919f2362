// Links to the documentation of a rule, for reports that outlive the mock.

import { readManifest } from '../system/assets.ts'

/** Undefined when package.json has no `homepage`. Each release adds it. */
export function ruleLink(rule: string, { homepage, version } = readManifest()): string | undefined {
  return homepage === undefined ? undefined : `${homepage}/blob/v${version}/${rulePath(rule)}`
}

/** The path inside the package. */
export const rulePath = (rule: string): string => `docs/rules.md#${rule}`
