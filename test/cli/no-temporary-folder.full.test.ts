import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const point = '/mnt'

const inNamespace = (script: string): string =>
  execFileSync('unshare', ['--mount', 'sh', '-ec', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })

function canMount(): boolean {
  try {
    inNamespace(`mount --bind '${repository}' ${point}`)
    return true
  } catch {
    return false
  }
}

const hide = (folder: string): string => `mount -t tmpfs -o ro tmpfs ${folder}`

const client = `
  import { startMock } from '${point}/src/index.ts'
  await using mock = await startMock({ generate: 300_000, edition: 'nicecall' })
  const answer = await fetch(mock.url + '/api/user/conversations?page=999', {
    headers: { authorization: 'Bearer ' + mock.token(), accept: 'application/json' },
  })
  console.log(answer.status, (await answer.json()).data.length)`

test.skipIf(!canMount())('many rows fit into memory where no temporary file can be made', () => {
  const node = process.execPath.replace(repository, point)
  const printed = inNamespace(
    `mount --bind '${repository}' ${point}; mount -o remount,bind,ro ${point}
    ${hide('/tmp')}; ${hide('/var/tmp')}; cd ${point}
    exec env -u TMPDIR '${node}' --input-type=module --eval "${client}"`,
  )
  expect(printed.trim()).toBe('200 15')
})
