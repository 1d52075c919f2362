import { expect, test } from 'vitest'
import { contractYaml } from '../../src/contract/document.ts'

test('openapi.yaml is what the schemas say; after a change run `npm run contract`', async () => {
  await expect(contractYaml()).toMatchFileSnapshot('../../openapi.yaml')
})

test('the text is the same each time', () => {
  expect(contractYaml()).toBe(contractYaml())
})
