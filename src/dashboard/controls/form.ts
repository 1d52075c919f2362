// The state of a form whose fields the mock checks.

import { useState } from 'preact/hooks'
import { AdminError } from '../../client/admin-error.ts'
import { toMessage } from '../mock/admin.ts'
import type { FieldError } from './fields.ts'

export function useForm() {
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [isBusy, setBusy] = useState(false)

  /** Resolves to undefined if the call fails; `errors` then holds the reasons. */
  async function submit<T>(work: () => Promise<T>): Promise<T | undefined> {
    setBusy(true)
    try {
      const result = await work()
      setErrors([])
      return result
    } catch (error) {
      setErrors(toErrors(error))
      return undefined
    } finally {
      setBusy(false)
    }
  }

  return { errors, setErrors, isBusy, submit }
}

const toErrors = (error: unknown): readonly FieldError[] =>
  error instanceof AdminError && error.errors.length > 0
    ? error.errors
    : [{ path: '', message: toMessage(error) }]
