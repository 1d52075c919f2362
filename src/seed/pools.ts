import type { Random } from '../random/random.ts'
import type { NameList, Sex, Words } from './words.ts'

export type Pools = Awaited<ReturnType<typeof loadPools>>

const NAMES_PER_LANGUAGE = 600

/** Loads the words only when needed, and draws names from them. */
export async function loadPools(random: Random) {
  const { words } = await import('./words.ts')
  const names = {
    en: drawNames(words.en, random),
    de: drawNames(words.de, random),
    fr: drawNames(words.fr, random),
    es: drawNames(words.es, random),
    ja: drawNames(words.ja, random, familyFirst(' ')),
    ar: drawNames(words.ar, random),
    zh: drawNames(words.zh, random, familyFirst('')),
    ru: drawNames(words.ru, random),
  }
  const { commerce } = words.en
  const departments = commerce.department.map((department) => department.toLowerCase())
  return {
    names,
    /** The name of the business to which customers write. */
    brand: random.pick(wordsFor(words.en.person.last_name, 'female')),
    products: commerce.product_name.product,
    departments,
    identifierPrefixes: [
      'crm-lead',
      'crm-lead',
      'crm-contact',
      'crm-deal',
      'order',
      'ticket',
      `${random.pick(departments)}-lead`,
    ],
  }
}

type Spelling = (given: string, family: string) => string

const givenFirst: Spelling = (given, family) => `${given} ${family}`
const familyFirst =
  (separator: string): Spelling =>
  (given, family) =>
    family + separator + given

function drawNames({ person }: Words, random: Random, spell: Spelling = givenFirst): string[] {
  return Array.from({ length: NAMES_PER_LANGUAGE }, () => {
    const sex = random.pick(['female', 'male'] as const)
    return spell(
      random.pick(wordsFor(person.first_name, sex)),
      random.pick(wordsFor(person.last_name, sex)),
    )
  })
}

const wordsFor = (entry: NameList, sex: Sex): readonly string[] => entry[sex] ?? entry.generic ?? []
