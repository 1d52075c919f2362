// A match: the walk to which a request belongs, and the link that says how it goes on.

import type { Link } from './walk.ts'
import type { WalkBuilder } from './walk-builder.ts'

export type Match = { readonly builder: WalkBuilder; readonly link: Link }

export const matchOf = (builder: WalkBuilder | undefined, link: Link): Match | undefined =>
  builder && { builder, link }
