import { describe, expect, test } from 'vitest'
import { readText, refusalOf } from './reading.ts'

const HEADER = 'id,uuid,assistant_id,assistant_name,type,created_at'
const ROW = '1,u1,1,Support,api,2025-01-31 18:05:00'

/** The first row, of one column and its cell. */
async function cell(column: string, value: string, separator = ','): Promise<unknown> {
  const text = `uuid${separator}${column}\nu1${separator}${value}\n`
  const { conversations } = await readText(text)
  return Object.entries(conversations[0] ?? {}).find(([name]) => name === column)?.[1]
}

describe('files as other tools write them', () => {
  test('a spreadsheet: byte order mark, semicolons, CRLF, quotes, blank rows, decimal commas', async () => {
    const text =
      '\ufeffCustomer Phone;Customer Name;total_cost;created_at;variables.plan;\r\n' +
      '+49151;"Müller; Co";0,25;31.01.2025 18:05;pro;\r\n;;;;;\r\n\r\n' +
      '+49152;"a ""b""\nc";1,5;2025-02-01T10:00:00+02:00;007;\r\n'
    const { conversations, lines, users, assistants } = await readText(text)
    expect(conversations).toMatchObject([
      {
        id: 1,
        type: 'whatsapp',
        customer_phone: '+49151',
        customer_name: 'Müller; Co',
        total_cost: 0.25,
        created_at: '2025-01-31 18:05:00',
        updated_at: '2025-01-31 18:05:00',
        variables: new Map([['plan', 'pro']]),
      },
      {
        id: 2,
        customer_name: 'a "b"\nc',
        total_cost: 1.5,
        created_at: '2025-02-01 08:00:00',
        variables: new Map([['plan', '007']]),
      },
    ])
    expect(lines).toEqual([2, 5])
    expect([users.map(({ id }) => id), assistants.map(({ name }) => name)]).toEqual([
      [1],
      ['Assistant'],
    ])
  })

  test('COPY … CSV HEADER of PostgreSQL', async () => {
    const text =
      'id,uuid,assistant_id,type,variables,message_count,total_cost,ai_enabled,created_at,updated_at\n' +
      '7,u7,3,api,"{""plan"": ""pro"", ""n"": [1]}",4,0.000516,t,2025-01-31 18:05:00.123456+00,\n'
    const { conversations, assistants } = await readText(text)
    expect(conversations).toEqual([
      {
        id: 7,
        uuid: 'u7',
        assistant_id: 3,
        type: 'api',
        variables: new Map<string, unknown>([
          ['plan', 'pro'],
          ['n', [1]],
        ]),
        external_identifier: null,
        message_count: 4,
        total_cost: 0.000516,
        ai_enabled: true,
        whatsapp_sender_name: null,
        whatsapp_sender_phone: null,
        customer_name: null,
        customer_phone: null,
        created_at: '2025-01-31 18:05:00',
        updated_at: '2025-01-31 18:05:00',
      },
    ])
    expect(assistants).toMatchObject([{ id: 3, user_id: 1, name: 'Assistant 3' }])
  })

  test('flattened answers of the API', async () => {
    const text =
      'id,assistant_id,assistant_name,type,customer.name,customer.phone\n' +
      'u1,a1,Support,whatsapp,Ada,+1\nu2,a2,Sales,whatsapp,,\n'
    const { conversations, assistants } = await readText(text, { rowCount: 2 })
    expect(conversations).toMatchObject([
      { id: 2, uuid: 'u1', assistant_id: 1, customer_name: 'Ada', customer_phone: '+1' },
      { id: 1, uuid: 'u2', assistant_id: 2, customer_name: null },
    ])
    expect(assistants).toMatchObject([
      { id: 1, uuid: 'a1', name: 'Support' },
      { id: 2, uuid: 'a2', name: 'Sales' },
    ])
  })

  test.each([
    ['tabs', `${HEADER}\n${ROW}`.replaceAll(',', '\t')],
    ['bars', `${HEADER}\n${ROW}`.replaceAll(',', '|')],
    ['a named separator', `sep=;\r\n${`${HEADER}\n${ROW}`.replaceAll(',', ';')}`],
    ['no end of the last line', `${HEADER}\n${ROW}`],
    ['carriage returns alone', `${HEADER}\r${ROW}\r`],
    ['all cells in quotes', `${HEADER}\n${ROW}`.replaceAll(/[^,\n]+/g, '"$&"')],
    ['cells that are missing at the end', `${HEADER},customer_name,customer_phone\n${ROW}`],
    ['blank lines before the header', `\n\n${HEADER}\n${ROW}`],
  ])('%s', async (_name, text) => {
    for (const chunk of [1, 7, 2 ** 16]) {
      const { conversations } = await readText(text, { chunk })
      expect(conversations).toMatchObject([
        { id: 1, uuid: 'u1', assistant_id: 1, type: 'api', created_at: '2025-01-31 18:05:00' },
      ])
    }
  })

  test('columns that the API does not have are left out, with a warning', async () => {
    const { warnings, conversations } = await readText('uuid,notes,Owner\nu1,x,y\n')
    expect(warnings).toEqual([
      'rows has fields that this API does not document: notes, owner; they are left out',
    ])
    expect(conversations).toHaveLength(1)
  })
})

describe('a cell', () => {
  test.each<[string, string, unknown]>([
    ['created_at', '2025-01-31', '2025-01-31 00:00:00'],
    ['created_at', '2025-01-31 18:05', '2025-01-31 18:05:00'],
    ['created_at', '2025-01-31T18:05:00.123Z', '2025-01-31 18:05:00'],
    ['created_at', '2025-01-31 23:30:00-0130', '2025-02-01 01:00:00'],
    ['created_at', '31.1.2025', '2025-01-31 00:00:00'],
    ['ai_enabled', 'FALSE', false],
    ['ai_enabled', '1', true],
    ['type', 'WhatsApp', 'whatsapp'],
    ['message_count', '12.0', 12],
    ['total_cost', ' .5 ', 0.5],
    ['external_identifier', '', null],
    ['customer_phone', '0049 151', '0049 151'],
    ['updated_at', '', '2025-01-01 00:16:40'],
  ])('%s %s is %j', async (column, value, expected) => {
    expect(await cell(column, value)).toBe(expected)
  })

  test.each([
    ['5', 5],
    ['-0.5', -0.5],
    ['true', true],
    ['007', '007'],
    ['1.50', '1.50'],
    ['12345678901234567890', '12345678901234567890'],
    ['-', '-'],
    ['null', 'null'],
  ])('of a variable %s is %j', async (value, expected) => {
    const { conversations } = await readText(`uuid,variables.x\nu1,${value}\n`)
    expect(conversations[0]?.variables).toEqual(new Map([['x', expected]]))
  })

  test('has a decimal comma only where commas separate nothing', async () => {
    expect(await cell('total_cost', '0,25', ';')).toBe(0.25)
    expect(await refusalOf('uuid,total_cost\nu1,"0,25"\n')).toBe(
      'rows: line 2, total_cost: must be a number such as 0.25, not "0,25" (leave out thousands separators and currencies)',
    )
  })
})

const file = (dates: readonly string[]): string =>
  `uuid,created_at\n${dates.map((date, index) => `u${index},${date}\n`).join('')}`

describe('numbers the rows without numeric ids in the order of the file', () => {
  test.each<[string, string[], number[]]>([
    ['rising dates', ['2025-01-01', '2025-01-01', '2025-01-02'], [1, 2, 3]],
    ['falling dates', ['2025-01-02', '2025-01-01', '2025-01-03'], [9, 8, 7]],
    ['the same dates', ['2025-01-01', '2025-01-01'], [9, 8]],
  ])('%s', async (_name, dates, ids) => {
    const { conversations } = await readText(file(dates), { rowCount: 9 })
    expect(conversations.map(({ id }) => id)).toEqual(ids)
  })

  test('makes the same rows up at each reading', async () => {
    const text = 'customer_phone\n+1\n+2\n'
    expect(await readText(text)).toEqual(await readText(text, { chunk: 3 }))
  })
})

describe('refuses by line and column', () => {
  test.each([
    ['nothing', '', 'rows is empty; its first line must name the columns'],
    [
      'cells of the wrong kind, all of them',
      'id,uuid,type,message_count,ai_enabled\n0,a,fax,x,ja\n2,b,api,1.5,t\n',
      'rows: line 2, id: must be a whole number from 1, not "0"; line 2, type: must be one of test, widget, whatsapp, api, not "fax"; ' +
        'line 2, message_count: must be a whole number from 0, not "x"; line 2, ai_enabled: must be true or false, not "ja"; ' +
        'line 3, message_count: must be a whole number from 0, not "1.5"',
    ],
    [
      'a date that may be read in two ways',
      'uuid,created_at\na,01/02/2025 8:00\n',
      'rows: line 2, created_at: must be a date such as 2025-01-31 18:05:00, because the day or the month can stand first here, not "01/02/2025 8:00" (in a spreadsheet choose the number format yyyy-mm-dd hh:mm:ss)',
    ],
    [
      'a day that does not exist',
      'uuid,created_at\na,2025-02-30 00:00:00\n',
      'rows: line 2, created_at: must be a date that exists, such as 2025-01-31 18:05:00, not "2025-02-30 00:00:00" (in a spreadsheet choose the number format yyyy-mm-dd hh:mm:ss)',
    ],
    [
      'the serial number of a day',
      'uuid,created_at\na,45601.75\n',
      'rows: line 2, created_at: must be a date that exists, such as 2025-01-31 18:05:00, not "45601.75" (in a spreadsheet choose the number format yyyy-mm-dd hh:mm:ss)',
    ],
    [
      'a phone that a spreadsheet took for a number',
      'uuid,customer_phone\na,4.91512E+11\n',
      'rows: line 2, customer_phone: must not be shortened, not "4.91512E+11" (make the column a text in the spreadsheet, and export it again)',
    ],
    [
      'an empty cell that a row needs',
      'uuid,type\na,\n',
      'rows: line 2, type: is empty; fill it, or leave out the whole column',
    ],
    [
      'two columns of a name, and a name that is nearly one',
      'uuid,type,UUID,custmer_phone\n',
      'rows: line 1, column 3: has the name "uuid" of column 1; rename one; line 1, column 4: "custmer_phone" is no field; did you mean customer_phone?',
    ],
    [
      'a header without a field',
      '1,2\n3,4\n',
      'rows: line 1: names no field of a conversation; the first line must name the columns, such as assistant_id, assistant_name, type, variables',
    ],
    [
      'variables in two ways',
      'uuid,variables,variables.x\n',
      'rows: line 1, variables: cannot stand beside columns of single variables; leave out one kind',
    ],
    [
      'variables that are no JSON',
      'uuid,variables\na,plan=pro\n',
      'rows: line 2, variables: must be JSON, such as {"plan":"pro"}, not "plan=pro"',
    ],
    [
      'more cells than columns',
      'uuid,type\na,api,x\n',
      'rows: line 2: has 3 cells, but the header 2; a text with the separator in it needs quotes',
    ],
    [
      'an assistant with two names',
      'uuid,assistant_id,assistant_name\na,1,One\nb,1,Two\n',
      'rows: line 3, assistant_name: is not what line 2 calls the same assistant; correct one of them',
    ],
    [
      'a quote that does not end',
      'uuid,type\n"a,api\n',
      'rows is not CSV: line 2: a quote begins and does not end',
    ],
    [
      'a quote inside of a cell',
      'uuid,type\na"b,api\n',
      'rows is not CSV: line 2: a quote stands inside of a cell; put the cell in quotes, and write the quote twice',
    ],
  ])('%s', async (_name, text, sentence) => {
    expect(await refusalOf(text)).toBe(sentence)
    expect(await refusalOf(text, { chunk: 1 })).toBe(sentence)
  })

  test('at most ten problems', async () => {
    const sentence = await refusalOf(`uuid,type\n${'a,fax\n'.repeat(20)}`)
    expect(sentence.match(/line \d+/g)).toHaveLength(10)
    expect(sentence).toMatch(/; there are more$/)
  })

  test.each<[string, BufferEncoding, RegExp]>([
    ['UTF-16', 'utf16le', /^rows is UTF-16/],
    ['Latin-1', 'latin1', /^rows is not UTF-8: .*save it as UTF-8$/],
  ])('%s', async (_name, encoding, sentence) => {
    const mark = encoding === 'utf16le' ? '\ufeff' : ''
    expect(await refusalOf(Buffer.from(`${mark}uuid\nMüller\n`, encoding))).toMatch(sentence)
  })
})
