// Downloads and uploads the dataset without parsing it. Parsing would change how its numbers are
// written.

import { AdminError } from '../../client/admin-error.ts'
import type { Replaced } from '../../client/wire.ts'
import { baseUrl, open } from '../mock/admin.ts'
import { adminToken } from '../mock/session.ts'
import type { FieldError } from './fields.ts'

export async function download(user: number | undefined): Promise<void> {
  const response = await open('/dataset', { query: { user } })
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = user === undefined ? 'dataset.json' : `dataset-of-user-${user}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Throws an AdminError if the mock refuses the file or does not answer. */
export async function upload(file: Blob, user: number | undefined): Promise<Replaced> {
  const response = await fetch(
    `${baseUrl}/__admin/dataset${user === undefined ? '' : `?user=${user}`}`,
    {
      method: 'PUT',
      headers: {
        Authorization: `Bearer ${adminToken.value ?? ''}`,
        'Content-Type': 'application/json',
      },
      body: file,
    },
  ).catch((cause: unknown) => {
    throw new AdminError('the mock did not answer, or closed the connection', { cause })
  })
  if (response.ok) {
    const replaced: Replaced = await response.json()
    return replaced
  }
  const { message, errors }: { message: string; errors: readonly FieldError[] } =
    await response.json()
  throw new AdminError(message, { status: response.status, errors })
}
