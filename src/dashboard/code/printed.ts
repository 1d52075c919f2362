// Prints a request as a command for a POSIX shell, and as a program in several languages.

import { quote } from '../../system/shell.ts'
import type { Pair } from '../conversations/query.ts'

export type ListRequest = {
  readonly url: string
  readonly headers: readonly Pair[]
  /** Undefined means GET. */
  readonly method?: string | undefined
  readonly body?: string | undefined
}

/**
 * A command that runs as printed: single quotes keep the shell from expanding anything, and `-g`
 * keeps curl from reading brackets in the URL as a pattern.
 */
export const toCurl = ({ url, headers, method, body }: ListRequest): string =>
  [
    `curl -g ${optionOf(method)}${quote(url)}`,
    ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quote(body)}`]),
  ].join(' \\\n  ')

/** HEAD needs `-I`: with `-X HEAD`, curl would wait for a body. */
function optionOf(method: string | undefined): string {
  if (method === undefined) return ''
  return method === 'HEAD' ? '-I ' : `-X ${method} `
}

/** A `fetch` expression whose value is the Response. */
export const toFetch = ({ url, headers, method, body }: ListRequest): string =>
  `await fetch(${literal(url)}, { ${[
    ...(method === undefined ? [] : [`method: ${literal(method)}`]),
    `headers: { ${fieldsOf(headers)} }`,
    ...(body === undefined ? [] : [`body: ${literal(body)}`]),
  ].join(', ')} })`

type Language = {
  readonly name: string
  /** Returns a program that sends the request and shows the answer. */
  readonly print: (request: ListRequest) => string
}

export const languages: readonly Language[] = [
  { name: 'curl', print: toCurl },
  { name: 'fetch', print: toFetchProgram },
  { name: 'axios', print: toAxios },
  { name: 'Python', print: toPython },
  { name: 'PHP', print: toPhp },
]

function toFetchProgram(request: ListRequest): string {
  return `const response = ${toFetch(request)}
console.log(response.status, await response.text())`
}

function toAxios({ url, headers, method, body }: ListRequest): string {
  return `import axios from 'axios'

const response = await axios({
  method: ${literal(method ?? 'GET')},
  url: ${literal(url)},
  headers: { ${fieldsOf(headers)} },${body === undefined ? '' : `\n  data: ${literal(body)},`}
  validateStatus: null,
})
console.log(response.status, response.data)`
}

/** Uses only Python's standard library. A JSON string is also a valid Python string. */
function toPython({ url, headers, method, body }: ListRequest): string {
  const fields = headers.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return `from urllib.error import HTTPError
from urllib.request import Request, urlopen

request = Request(
    ${JSON.stringify(url)},
    headers={${fields.join(', ')}},
    method=${JSON.stringify(method ?? 'GET')},${
      body === undefined ? '' : `\n    data=${JSON.stringify(body)}.encode(),`
    }
)
try:
    response = urlopen(request)
except HTTPError as error:
    response = error
print(response.status, response.read().decode())`
}

function toPhp({ url, headers, method, body }: ListRequest): string {
  const lines = headers.map(([name, value]) => phpLiteral(`${name}: ${value}`))
  return `<?php

$context = stream_context_create(['http' => [
    'method' => ${phpLiteral(method ?? 'GET')},
    'header' => [${lines.join(', ')}],${
      body === undefined ? '' : `\n    'content' => ${phpLiteral(body)},`
    }
    'ignore_errors' => true,
]]);
echo file_get_contents(${phpLiteral(url)}, false, $context), "\\n";`
}

const phpLiteral = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`

const fieldsOf = (headers: readonly Pair[]): string =>
  headers.map(([name, value]) => `${keyOf(name)}: ${literal(value)}`).join(', ')

const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const keyOf = (name: string): string => (/^[a-z]\w*$/i.test(name) ? name : literal(name))
