import { expect, test } from 'vitest'
import { adminYaml } from '../../src/admin/document.ts'

test('src/admin/openapi.yaml is what the routes say; after a change run `npm run contract`', async () => {
  await expect(adminYaml()).toMatchFileSnapshot('../../src/admin/openapi.yaml')
})
