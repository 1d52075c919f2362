// Rule: the client sent a phone number whose unescaped plus became a space.

import { editions } from '../editions.ts'
import type { Step } from '../walks/step.ts'
import type { LintRule } from './rule.ts'

export const unescapedPlus: LintRule = {
  id: 'unescaped-plus',
  severity: 'error',
  why: 'In a query a plus is a space, which Laravel trims away: the number that is looked for has no plus and matches nothing.',
  fix: 'Escape the plus as %2B: encodeURIComponent(), URLSearchParams or the params of your HTTP library do it.',
  wrong: `
    await get(url + '?customer_phone=+12125550123')
  `,
  right: `
    const query = new URLSearchParams({ customer_phone: '+12125550123' })
    await get(url + '?' + query)
  `,
  find(walk) {
    const steps = walk.steps.filter((step) => phoneOf(step) !== undefined)
    const [step] = steps
    const phone = step && phoneOf(step)
    if (!step || !phone) return undefined
    return {
      message: `${phone.name}=${phone.value} arrived as "${phone.value.replace(/^(?:\+|%20)+/i, ' ')}", and ${step.entry.rows || 'no'} rows were found`,
      shown: steps.map((shown) => ({ step: shown, note: 'should be %2B' })),
    }
  },
}

const PHONE = /(?:^|&)(customer_phone|whatsapp_sender_phone)=((?:\+|%20)+\d[^&]*)/i

function phoneOf({ entry, query }: Step): { name: string; value: string } | undefined {
  const [, name = '', value = ''] = PHONE.exec(query) ?? []
  const honoured: readonly string[] = editions[entry.edition ?? 'combined'].parameters
  return honoured.includes(name) ? { name, value } : undefined
}
