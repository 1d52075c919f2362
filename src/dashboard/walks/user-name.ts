import { users } from '../mock/status.ts'

/** Undefined when `user` is null, while the users are loading, and when there is no such user. */
export const nameOfUser = (user: number | null): string | undefined =>
  users.value?.find(({ id }) => id === user)?.name
