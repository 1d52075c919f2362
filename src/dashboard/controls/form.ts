// The state of a form whose fields the mock checks.

import { useRef, useState } from 'preact/hooks'
import { AdminError } from '../../client/admin-error.ts'
import { toMessage } from '../mock/admin.ts'
import type { FieldError } from './fields.ts'

/**
 * `isBusy` is for aria-disabled. The attribute `disabled` would take the focus from the button that
 * was pressed.
 */
export function useForm() {
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [isBusy, setBusy] = useState(false)
  /** A ref, because a second Enter may come before the page renders `isBusy`. */
  const isUnderway = useRef(false)

  /**
   * Resolves to undefined if the call fails; `errors` then holds the reasons. Does nothing while an
   * earlier call is on its way.
   */
  async function submit<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (isUnderway.current) return undefined
    isUnderway.current = true
    setBusy(true)
    try {
      const result = await work()
      setErrors([])
      return result
    } catch (error) {
      setErrors(toErrors(error))
      return undefined
    } finally {
      isUnderway.current = false
      setBusy(false)
    }
  }

  return { errors, setErrors, isBusy, submit }
}

const toErrors = (error: unknown): readonly FieldError[] =>
  error instanceof AdminError && error.errors.length > 0
    ? error.errors
    : [{ path: '', message: toMessage(error) }]
