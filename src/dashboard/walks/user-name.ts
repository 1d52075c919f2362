import { users } from '../mock/status.ts'

/** Undefined for nobody, and while users are not known. */
export const nameOfUser = (user: number | null): string | undefined =>
  users.value?.find(({ id }) => id === user)?.name
