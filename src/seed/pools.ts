import type { faker } from '@faker-js/faker/locale/en'
import type { Random } from '../random/random.ts'

export type Pools = Awaited<ReturnType<typeof loadPools>>
export type Language = (typeof languages)[number]

type Words = typeof faker.definitions

const languages = ['en', 'de', 'fr', 'es', 'ja', 'ar', 'zh', 'ru'] as const
const NAMES_PER_LANGUAGE = 600

/**
 * Loads the words from which values are drawn. Only faker's lists are read.
 * Seeding its exported instances would affect test suites that use the same copy of faker.
 */
export async function loadPools(random: Random) {
  const words = await loadWords()
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

/** Imports only these locales, and only when needed: all of faker takes 130 ms to load. */
async function loadWords(): Promise<Record<Language, Words>> {
  const [en, de, fr, es, ja, ar, zh, ru] = await Promise.all([
    import('@faker-js/faker/locale/en'),
    import('@faker-js/faker/locale/de'),
    import('@faker-js/faker/locale/fr'),
    import('@faker-js/faker/locale/es'),
    import('@faker-js/faker/locale/ja'),
    import('@faker-js/faker/locale/ar'),
    import('@faker-js/faker/locale/zh_CN'),
    import('@faker-js/faker/locale/ru'),
  ])
  return {
    en: en.faker.definitions,
    de: de.faker.definitions,
    fr: fr.faker.definitions,
    es: es.faker.definitions,
    ja: ja.faker.definitions,
    ar: ar.faker.definitions,
    zh: zh.faker.definitions,
    ru: ru.faker.definitions,
  }
}

type Spelling = (given: string, family: string) => string
type Sex = 'female' | 'male'

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

const wordsFor = (
  entry: Partial<Record<Sex | 'generic', readonly string[]>>,
  sex: Sex,
): readonly string[] => entry[sex] ?? entry.generic ?? []
