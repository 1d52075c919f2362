// The words from which values are drawn, by language. Only faker's lists are read, because seeding
// its instances would affect test suites with the same copy. The build keeps nothing else of faker;
// see tools/faker-words.ts.

import { faker as ar } from '@faker-js/faker/locale/ar'
import { faker as de } from '@faker-js/faker/locale/de'
import { faker as en } from '@faker-js/faker/locale/en'
import { faker as es } from '@faker-js/faker/locale/es'
import { faker as fr } from '@faker-js/faker/locale/fr'
import { faker as ja } from '@faker-js/faker/locale/ja'
import { faker as ru } from '@faker-js/faker/locale/ru'
import { faker as zh } from '@faker-js/faker/locale/zh_CN'

export type Language = 'en' | 'de' | 'fr' | 'es' | 'ja' | 'ar' | 'zh' | 'ru'
export type Sex = 'female' | 'male'
/** Some languages have lists for both sexes, others one list for all. */
export type NameList = Partial<Record<Sex | 'generic', readonly string[]>>

export type Words = {
  readonly person: { readonly first_name: NameList; readonly last_name: NameList }
  readonly commerce: {
    readonly department: readonly string[]
    readonly product_name: { readonly product: readonly string[] }
  }
}

export const words: Readonly<Record<Language, Words>> = {
  en: en.definitions,
  de: de.definitions,
  fr: fr.definitions,
  es: es.definitions,
  ja: ja.definitions,
  ar: ar.definitions,
  zh: zh.definitions,
  ru: ru.definitions,
}
