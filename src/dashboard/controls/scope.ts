// The scope of the controls: one user, or the whole server.

import { computed } from '@preact/signals'
import { isolate } from '../widgets/isolate.ts'
import { currentUser, users } from '../mock/status.ts'
import { userId } from '../page-address.ts'

/** The name of the chosen user, such as "Ada"; undefined for the whole server. */
export const chosenName = computed(() =>
  userId.value === undefined
    ? undefined
    : isolate(currentUser.value?.name ?? `user ${userId.value}`),
)

/**
 * Names the owner of things that always belong to one user. Without a chosen user, it is the first
 * one.
 */
export const ownerInWords = computed(() => {
  const name = isolate(currentUser.value?.name ?? 'nobody')
  return userId.value === undefined ? `Of ${name}, the first user` : `Of ${name}`
})

/** Names the users that a fault strikes. An id of null means every user. */
export function whomInWords(id: number | null): string {
  if (id === null) return 'everybody'
  const name = users.value?.find((user) => user.id === id)?.name
  return name === undefined ? `user ${id}` : `${isolate(name)} (user ${id})`
}
