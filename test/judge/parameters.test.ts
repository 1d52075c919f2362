import { testRule } from './judging.ts'

const UUID = '0b0e7a5c-6f0e-4f3b-9a53-000000000001'

testRule('undocumented-parameter', {
  breaks: [
    [
      'a parameter that nobody knows',
      'p?status=open',
      'status is ignored by combined: no edition knows it',
      { count: 1 },
    ],
    [
      'a name with a better one',
      'p?limit=50',
      'limit is ignored by combined: no edition knows it, perhaps you mean per_page',
    ],
    ['a name in other letters', 'p?perPage=50', 'perhaps you mean per_page'],
    ['a name in capitals', 'p?PER_PAGE=50', 'perhaps you mean per_page: names are lower case'],
    ['what other APIs call a cursor', '- -?page_token=***', 'perhaps you mean cursor'],
    ['a token of the next page', '- -?nextPageToken=***', 'perhaps you mean cursor'],
    ['an offset', 'p?offset=0', 'perhaps you mean page'],
    [
      'a filter of another edition',
      'p?customer_phone=%2B49',
      'customer_phone is ignored by nicecall: only autocalls and combined know it',
      { edition: 'nicecall' },
    ],
    [
      'a date in the edition without',
      '-?date_from=2025-01-01',
      'date_from is ignored by autocalls: only nicecall, aiployees and combined know it',
      { edition: 'autocalls' },
    ],
    [
      'a page in the edition by cursor',
      '- -?page=2',
      'page is ignored by autocalls',
      { edition: 'autocalls' },
    ],
    [
      'a cursor in the edition by page',
      'p?cursor=',
      'cursor is ignored by aiployees, where page leads to the next page: only autocalls and combined know it',
      { edition: 'aiployees' },
    ],
    [
      'several',
      'p?status=open&sort=asc',
      /^status is ignored by combined: no edition knows it; sort is ignored by combined: no edition knows it$/,
    ],
    ['one in each page', 'p1 p2 p3', 'colour is ignored', { query: 'colour=red', count: 3 }],
    ['an array by another name', 'p?types[]=widget', 'types is ignored'],
    ['an ampersand of HTML', 'p1?amp;page=2', 'perhaps you mean page: the URL holds &amp;'],
    ['a time against caches, as a note', 'p?_=1700000000', '_ is ignored by combined'],
  ],
  passes: [
    [
      'all that combined knows',
      'p?type=widget&assistant_id=1&date_from=2025-01-01&date_to=2025-01-02&external_identifier=x&per_page=100',
    ],
    [
      'all that nicecall knows',
      'p1?type=widget&assistant_id=1&date_from=2025-01-01&date_to=2025-01-02&per_page=100',
      { edition: 'nicecall' },
    ],
    [
      'all that autocalls knows',
      '-?type=widget&assistant_id=1&customer_phone=%2B49&whatsapp_sender_phone=%2B49&external_identifier=x&per_page=100',
      { edition: 'autocalls' },
    ],
    ['an empty cursor with a page', '-?cursor=&page=1', { others: ['never-paged'] }],
    [
      'a credential, which another rule sees',
      'p?api_key=***',
      { others: ['never-paged', 'token-in-url'] },
    ],
    [
      'a page beside a cursor, which another rule sees',
      'c0 n?page=2 n?page=2',
      { others: ['cursor-and-page-mixed'] },
    ],
  ],
})

testRule('unescaped-plus', {
  breaks: [
    [
      'a plus before the number',
      'p?customer_phone=+4915112345678',
      'customer_phone=+4915112345678 arrived as " 4915112345678", and no rows were found',
      { count: 1 },
    ],
    ['a space before the number', 'p?customer_phone=%2049151', 'arrived as " 49151"'],
    [
      'a plus after another parameter',
      'p?per_page=5&customer_phone=+49',
      'customer_phone=+49 arrived as',
    ],
    [
      'the number of the sender',
      'p?whatsapp_sender_phone=+49',
      'whatsapp_sender_phone=+49 arrived as',
      { rows: 10 },
    ],
    [
      'in the edition by cursor',
      '-?customer_phone=+49',
      'customer_phone=+49 arrived as',
      { edition: 'autocalls' },
    ],
  ],
  passes: [
    ['an escaped plus', 'p?customer_phone=%2B49 p2?customer_phone=%2B49 p3?customer_phone=%2B49'],
    ['an escaped plus in small letters', 'p1?customer_phone=%2b49', { rows: 15 }],
    ['a number without a plus', 'p?customer_phone=49151'],
    ['spaces within', 'p?customer_phone=%2B49+151+123', { rows: 15 }],
    ['a space before words', 'p?external_identifier=+49', { rows: 15 }],
    ['no number', 'p?customer_phone=+', { rows: 15 }],
    [
      'an edition that ignores it',
      'p?customer_phone=+49',
      { edition: 'nicecall', others: ['undocumented-parameter'] },
    ],
  ],
})

testRule('uuid-as-assistant-id', {
  breaks: [
    [
      'a uuid',
      `p?assistant_id=${UUID}`,
      `assistant_id=${UUID} is a uuid, and was refused with 422`,
      { count: 1 },
    ],
    ['a uuid that meets a failure', `p!500?assistant_id=${UUID}`, 'is a uuid; the API takes only'],
    ['a uuid in capitals', `p?assistant_id=${UUID.toUpperCase()}`, 'is a uuid'],
    ['a uuid by cursor', `c0?assistant_id=${UUID}`, 'is a uuid'],
    [
      'the same uuid twice',
      `p?assistant_id=${UUID} p?assistant_id=${UUID}`,
      'is a uuid',
      { count: 2 },
    ],
  ],
  passes: [
    ['a number', 'p?assistant_id=1', { rows: 10 }],
    ['a word', 'p?assistant_id=first', { others: ['filter-refused'] }],
    ['a uuid elsewhere', `p?external_identifier=${UUID}`, { rows: 10 }],
    ['a uuid that is cut', `p?assistant_id=${UUID.slice(0, -1)}`, { others: ['filter-refused'] }],
  ],
})

testRule('filter-refused', {
  breaks: [
    [
      'a date of another form',
      'p1!422?date_from=31.01.2025',
      'the list was requested with date_from=31.01.2025, and refused with 422',
    ],
    ['a list of types', 'c0!422?type=widget,whatsapp', 'requested with type=widget,whatsapp, and'],
    [
      'a word for a number, twice',
      'p!422?assistant_id=me p!422?assistant_id=me',
      'assistant_id=me',
      { count: 2 },
    ],
  ],
  passes: [
    ['a filter that is taken', 'p1 p2', { query: 'type=widget' }],
    ['per_page', 'p1!422?per_page=500', { others: ['page-size-ignored'] }],
  ],
})

testRule('no-accept-json', {
  breaks: [
    ['no header', 'p1 p2 p3', /^there was no Accept header$/, { accept: null, count: 3 }],
    [
      'anything',
      'p1',
      'the Accept header was */*, which does not ask for JSON first',
      { rows: 5, accept: '*/*' },
    ],
    [
      'HTML first',
      'p1',
      'does not ask for JSON first',
      { rows: 5, accept: 'text/html, application/json' },
    ],
    [
      'JSON with less weight',
      'p1',
      'does not ask for JSON first',
      { rows: 5, accept: 'application/json;q=0.5, */*' },
    ],
    [
      'no header in several walks',
      'p1 p2 p3 p1 p2 p3',
      'there was no Accept header',
      { accept: null, count: 6 },
    ],
    [
      'HTML from a script of a page',
      'p1',
      'does not ask for JSON first',
      { rows: 5, accept: 'text/html', isAjax: true },
    ],
  ],
  passes: [
    ['JSON', 'p1 p2 p3'],
    ['JSON before anything', 'p1 p2 p3', { accept: 'application/json, text/plain, */*' }],
    ['a kind of JSON', 'p1 p2 p3', { accept: 'application/vnd.api+json' }],
    ['JSON with more weight', 'p1 p2 p3', { accept: 'text/html;q=0.1, application/json' }],
    ['anything from a script of a page', 'p1 p2 p3', { accept: '*/*', isAjax: true }],
    ['no header from a script of a page', 'p1 p2 p3', { accept: null, isAjax: true }],
  ],
})

testRule('token-in-url', {
  breaks: [
    ['a key', 'p?api_key=***', 'the query held a credential in api_key', { rows: 5, count: 1 }],
    [
      'two keys',
      'p1?api_key=***&token=*** p2?api_key=***&token=*** p3?api_key=***&token=***',
      'the query held a credential in api_key and token',
    ],
    ['a key that is refused', 'p!401?api_token=***', 'the query held a credential in api_token'],
    [
      'a key with every page',
      'p1?key=*** p2?key=*** p3?key=***',
      'the query held a credential in key',
      { count: 3 },
    ],
  ],
  passes: [
    [
      'a parameter that the journal hides for what it looks like',
      'p?external_identifier=***',
      { rows: 5 },
    ],
    ['an empty key', 'p?api_key=', { rows: 5 }],
    [
      'a parameter with another value',
      'p?keyboard=red',
      { rows: 5, others: ['undocumented-parameter'] },
    ],
  ],
})
