// Checks the OpenAPI documents with Spectral's rules for OpenAPI. Even a hint makes the check fail.

import spectralCore from '@stoplight/spectral-core'
import spectralRulesets from '@stoplight/spectral-rulesets'
import { readDocument } from '../src/contract/file.ts'

const spectral = new spectralCore.Spectral()
spectral.setRuleset(new spectralCore.Ruleset({ extends: [spectralRulesets.oas] }))

for (const name of ['openapi', 'openapi-admin'] as const) {
  const remarks = await spectral.run(JSON.parse(await readDocument(name, 'json')))
  for (const { code, message, path } of remarks)
    console.error(`${name} at ${path.join('.')}: ${message} (${code})`)
  if (remarks.length > 0) process.exitCode = 1
}
