// Phone numbers that nobody can own: regulators reserve these ranges for films and books.

import type { Language } from './words.ts'
import { twoDigits } from './two-digits.ts'

/** The phone numbers of the business. They are reserved too, but no customer has them. */
export const businessPhones = {
  us: '+18005550199',
  uk: '+443069990144',
  de: '+498999998042',
  fr: '+33536490107',
  au: '+61870101234',
} as const

// NANPA reserves 555-0100 to 555-0199 in each area code.
const areaCodes =
  `201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251
  252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 321 323
  325 330 334 336 337 339 347 351 352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 423 424 425 430
  432 434 435 440 443 469 470 478 479 480 484 501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 540 541 551
  559 561 562 563 567 570 571 573 574 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626
  630 631 636 641 646 650 651 660 661 662 678 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 727 731
  732 734 740 754 757 760 763 765 770 772 773 774 775 781 785 786 801 802 803 804 805 806 808 810 812 813 814 815 816 817 818
  828 830 831 832 843 845 847 848 850 856 857 858 859 860 863 864 865 870 901 903 904 906 907 908 909 910 912 913 914 915 916
  917 918 919 920 925 928 931 936 937 940 941 947 949 951 952 954 956 970 971 972 973 978 979 980 985 989`.split(
    /\s+/,
  )

export type Country = keyof typeof businessPhones
type Range = {
  country: Country
  prefixes: readonly string[]
  openDigits: number
  languages: readonly Language[]
}

const ranges: readonly Range[] = [
  {
    country: 'us',
    prefixes: areaCodes.map((code) => `+1${code}55501`),
    openDigits: 2,
    languages: ['en', 'en', 'en', 'en', 'es', 'es', 'zh', 'ar'],
  },
  // Source: Ofcom, numbers for TV and radio drama.
  {
    country: 'uk',
    prefixes: [
      '+447700900',
      '+441632960',
      '+442079460',
      '+441134960',
      '+441144960',
      '+441214960',
      '+441314960',
      '+441614960',
    ],
    openDigits: 3,
    languages: ['en', 'en', 'en', 'en', 'ar', 'ru', 'ja'],
  },
  // Source: Bundesnetzagentur, Mitteilung 148/2021.
  {
    country: 'de',
    prefixes: ['+493023125', '+496990009', '+494066969', '+492214710'],
    openDigits: 3,
    languages: ['de', 'de', 'de', 'de', 'de', 'de', 'ru', 'ar'],
  },
  {
    country: 'de',
    prefixes: ['+4917139200', '+49176040690'],
    openDigits: 2,
    languages: ['de', 'de', 'de', 'ru'],
  },
  // Source: Arcep, décision 2018-0881.
  {
    country: 'fr',
    prefixes: ['+3363998', '+3319900'],
    openDigits: 4,
    languages: ['fr', 'fr', 'fr', 'fr', 'fr', 'ar', 'es'],
  },
  // Source: ACMA, numbers for use in radio, books, film and TV.
  {
    country: 'au',
    prefixes: ['+6125550', '+6135550'],
    openDigits: 4,
    languages: ['en', 'en', 'en', 'zh', 'ja'],
  },
]

const blocks = ranges.flatMap(({ country, prefixes, openDigits, languages }) =>
  prefixes.flatMap((prefix) =>
    blockPrefixes(prefix, openDigits).map((start) => ({ start, country, languages })),
  ),
)

export const phoneCount = blocks.length * 100

/**
 * The customers' phone number at an index below phoneCount; throws a RangeError for others.
 * `languages` are spoken in the country. Frequent ones are repeated in the list.
 */
export function phoneAt(index: number): {
  phone: string
  country: Country
  languages: readonly Language[]
} {
  const block = blocks[Math.floor(index / 100)]
  if (block === undefined) throw new RangeError(`there is no phone number ${index}`)
  return {
    phone: block.start + twoDigits(index % 100),
    country: block.country,
    languages: block.languages,
  }
}

function blockPrefixes(prefix: string, openDigits: number): string[] {
  if (openDigits === 2) return [prefix]
  return Array.from(
    { length: 10 ** (openDigits - 2) },
    (_, value) => prefix + String(value).padStart(openDigits - 2, '0'),
  )
}
