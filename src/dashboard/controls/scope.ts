// The scope of the controls: one user, or the whole server.

import { computed } from '@preact/signals'
import { isolate } from '../widgets/isolate.ts'
import { currentUser, users } from '../mock/status.ts'
import { userId } from '../page-address.ts'

/** "Ada": the chosen user; undefined for the whole server. */
export const chosenName = computed(() =>
  userId.value === undefined
    ? undefined
    : isolate(currentUser.value?.name ?? `user ${userId.value}`),
)

/** Some things belong to one user: without a choice to the first. */
export const ownerInWords = computed(() => {
  const name = isolate(currentUser.value?.name ?? 'nobody')
  return userId.value === undefined ? `Of ${name}, the first user` : `Of ${name}`
})

/** Whom a fault strikes. */
export function whomInWords(id: number | null): string {
  if (id === null) return 'everybody'
  const name = users.value?.find((user) => user.id === id)?.name
  return name === undefined ? `user ${id}` : `${isolate(name)} (user ${id})`
}
