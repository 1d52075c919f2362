// Finds references of scripts and traffic to rows that are not there.

import { createUnique, type Fault } from '../dataset/references.ts'
import type { ConversationDraft } from '../dataset/draft.ts'
import type { Script, Step } from './schemas.ts'

/** The ids that a user's rows may refer to. */
export type Known = {
  readonly assistants: ReadonlySet<number>
  readonly tokens: ReadonlySet<number>
}

/** References of a script to rows that the user does not have, and to rows that could never stand beside each other. */
export function findScriptFaults({ match, steps }: Script, known: Known): Fault[] {
  const token = match?.token
  const strange =
    token === undefined || known.tokens.has(token) ? [] : [notThere(['match', 'token'], token)]
  return [
    ...strange,
    ...steps.flatMap((step, index) => findStepFaults(step, known).map(within(['steps', index]))),
  ]
}

/** An assistant that the user does not have. */
export function findDraftFaults(
  { assistant_id }: Pick<ConversationDraft, 'assistant_id'>,
  { assistants }: Pick<Known, 'assistants'>,
): Fault[] {
  return assistant_id === undefined || assistants.has(assistant_id)
    ? []
    : [notThere(['assistant_id'], assistant_id)]
}

/** The same of rows that are to stand beside each other, in a list of this name. */
export function findDraftsFaults(
  drafts: readonly ConversationDraft[],
  known: Pick<Known, 'assistants'>,
  list: string,
): Fault[] {
  const [seeId, seeUuid] = [createUnique(list, 'id'), createUnique(list, 'uuid')]
  return drafts.flatMap((draft, index) => [
    ...findDraftFaults(draft, known).map(within([list, index])),
    ...(draft.id === undefined ? [] : seeId({ id: draft.id }, index)),
    ...(draft.uuid === undefined ? [] : seeUuid({ uuid: draft.uuid }, index)),
  ])
}

const findStepFaults = ({ insert }: Step, known: Known): Fault[] =>
  typeof insert === 'object' ? findDraftsFaults(insert, known, 'insert') : []

const notThere = (path: PropertyKey[], id: number): Fault => ({
  path,
  message: `names ${id}, which the user does not have; correct it`,
})

const within =
  (before: readonly PropertyKey[]) =>
  ({ path, message }: Fault): Fault => ({ path: [...before, ...path], message })
