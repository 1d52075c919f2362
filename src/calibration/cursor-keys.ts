// Reads whether lists by cursor hold URLs besides the cursors.

import { type Answers, isCursorPage } from './answers.ts'
import { evidence, type Reading, reading, unanswered } from './reading.ts'

export function readCursorKeys(answers: Answers): Reading {
  for (const name of ['list', 'empty cursor', 'far cursor']) {
    const answered = answers.get(name)
    if (!answered || !isCursorPage(answered.list)) continue
    const { keys } = answered.list
    return reading(keys.includes('next_page_url') ? 7 : 5, [evidence(answered, keys.join(', '))])
  }
  return unanswered(answers, 'empty cursor', 'it does not page by cursor')
}
