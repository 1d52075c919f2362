import { expect, test } from 'vitest'
import { contractYaml } from '../../src/contract/document.ts'

test('openapi.yaml is what the schemas say; after a change run `npm run contract`', async () => {
  await expect(await contractYaml()).toMatchFileSnapshot('../../openapi.yaml')
})

test('the text is the same each time', async () => {
  expect(await contractYaml()).toBe(await contractYaml())
})
