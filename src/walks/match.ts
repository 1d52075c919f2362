// The walk that a request was found to belong to, and how it goes on there.

import type { Link } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

export type Match = { readonly builder: WalkBuilder; readonly link: Link }

export const matchOf = (builder: WalkBuilder | undefined, link: Link): Match | undefined =>
  builder && { builder, link }
