// openapi.yaml as a tree. Each node knows its JSON pointer, and references are followed.

import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { documents } from '../../src/contract/file.ts'

export type Place = { readonly pointer: string; readonly value: unknown }

const Members = z.record(z.string(), z.unknown())
const Reference = z.object({ $ref: z.string().startsWith('#/') })

/** Places by their pointers, because thousands of answers ask for the same ones. */
const found = new Map<string, Place | undefined>()

const root: Place = { pointer: '#', value: parse(readFileSync(documents.openapi, 'utf8')) }

/** The whole document, in which a validator resolves its pointers. */
export const contract = Members.parse(root.value)

export const paths = membersOf(requireMember(root, 'paths'))

/** The responses of paths that the contract does not describe. */
export const otherPaths = requireMember(root, 'x-other-paths')

/** The responses that a preference or a fault brings on any path, with a status that the path does not list. */
export const otherOnPurpose = requireMember(root, 'x-on-purpose')

export function findMember(place: Place, key: string): Place | undefined {
  const pointer = `${place.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
  if (!found.has(pointer)) found.set(pointer, lookUp(place, key, pointer))
  return found.get(pointer)
}

function lookUp({ value }: Place, key: string, pointer: string): Place | undefined {
  const members = Members.safeParse(value).data ?? {}
  if (!Object.hasOwn(members, key)) return undefined
  const member = { pointer, value: members[key] }
  const reference = Reference.safeParse(member.value)
  return reference.success ? requirePlace(reference.data.$ref) : member
}

export function requireMember(place: Place, key: string): Place {
  const member = findMember(place, key)
  if (!member) throw new Error(`openapi.yaml has no ${place.pointer}/${key}`)
  return member
}

export function membersOf(place: Place): Map<string, Place> {
  return new Map(
    Object.keys(Members.parse(place.value)).map((key) => [key, requireMember(place, key)]),
  )
}

function requirePlace(pointer: string): Place {
  const keys = pointer.slice('#/'.length).split('/')
  return keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(requireMember, root)
}
