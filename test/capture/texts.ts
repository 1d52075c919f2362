// Creates texts in all scripts from a seed.

import { createRandom } from '../../src/random/random.ts'

const alphabets = [
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'äöüßéèñçøåŁşğÀÏ',
  'абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГД',
  'αβγδεζηθικλμνξοπρστυφχψω',
  'אבגדהוזחטיכלמנסעפצקרשת',
  'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
  'अआइईउऊकखगघचछजझटठडढतथदधनपफबभमयरलवशषसहािीुूेै',
  'กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหอฮ',
  '的一是不了人我在有他这中大来上国个到说们田中太郎',
  'あいうえおかきくけこさしすせそアイウエオカキクケコ',
  '김이박최정강조윤장임한오서신권황안송류전',
  'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ',
  'ԱԲԳԴԵԶԷԸԹԺաբգդեզէըթժ',
  '𐐀𐐁𐐂𐐃𐐄𐐨𐐩𐐪𐐫',
  '𠀀𠀁𠀂𠀃𠀄𠀅',
  '😀🎉👍🏽👩‍👩‍👧🇩🇪🇫🇷❤️☕★',
  'a\u0301e\u0308o\u0302u\u030an\u0303\u0306\u0327',
  '0123456789',
  '٠١٢٣٤٥٦٧٨٩',
  '-–—_.,:;!?/\\|()[]{}"\'`~@#$%^&*+=<>',
].map((letters) => Array.from(letters))

export type TextMaker = ReturnType<typeof createTexts>

export function createTexts(seed: number) {
  const { below, pick, uuid } = createRandom(seed)
  const count = (max: number): number => 1 + below(max)
  const word = (max = 9): string => {
    const letters = pick(alphabets)
    return Array.from({ length: count(max) }, () => pick(letters)).join('')
  }
  const digits = (length: number): string => Array.from({ length }, () => below(10)).join('')
  const words = (max: number): string =>
    Array.from({ length: count(max) }, () => word()).join(pick([' ', ' ', '-', ', ', '\n']))
  const phone = (): string =>
    pick(['+49176', '+1415', '+447700', '+33612', '+420', '+8613', '0049', '0176', '+7912']) +
    digits(7)
  const any = (): string =>
    pick([
      () => words(3),
      () => words(14),
      () => word(1),
      () => phone(),
      () => uuid(),
      () => `${word()}@${word(6)}.com`,
      () => `https://${word(6)}.example/${word()}?q=${word()}`,
      () => `20${digits(2)}-0${count(9)}-1${digits(1)}`,
      () => digits(count(12)),
      () => word(80),
    ])()
  return { below, pick, count, word, words, uuid, phone, any, digits }
}

/** A row of a live API, as the cursor generation answers it. */
export function createRows(seed: number, count: number): Record<string, unknown>[] {
  const texts = createTexts(seed)
  const people = Array.from({ length: Math.ceil(count / 3) }, () => ({
    name: texts.pick([texts.words(3), texts.words(3), null]),
    phone: texts.pick([texts.phone(), texts.phone(), null]),
  }))
  const assistants = Array.from({ length: 3 }, () => ({
    assistant_id: texts.uuid(),
    assistant_name: texts.words(3),
  }))
  return Array.from({ length: count }, (_, index) => {
    const customer = texts.pick(people)
    const type = texts.pick(['test', 'widget', 'whatsapp', 'api'])
    const minutes = String(59 - (index % 60)).padStart(2, '0')
    return {
      id: texts.uuid(),
      ...texts.pick(assistants),
      type,
      variables: texts.pick([null, {}, variablesOf(texts, customer), variablesOf(texts, customer)]),
      ...(type === 'api' && { external_identifier: texts.any() }),
      message_count: texts.count(40),
      total_cost: texts.below(1000) / 10_000,
      ai_enabled: texts.below(2) === 1,
      created_at: `${dayBefore(Math.floor(index / 60))} 14:${minutes}:00`,
      updated_at: `2025-01-28 15:${minutes}:01`,
      ...(type === 'whatsapp' && { whatsapp_sender: texts.pick(people), customer }),
    }
  })
}

const variablesOf = (
  texts: TextMaker,
  { name, phone }: { name: string | null; phone: string | null },
): Record<string, unknown> => ({
  user_name: name,
  phone,
  note: texts.any(),
  nested: { list: [texts.any(), texts.below(20), texts.digits(7), true, null] },
  number: texts.below(1_000_000_000),
  [`${texts.word(5)}@${texts.word(4)}.com`]: texts.any(),
})

/** The date that lies `days` days before 2025-01-28. */
const dayBefore = (days: number): string =>
  new Date(Date.UTC(2025, 0, 28 - days)).toISOString().slice(0, 10)
