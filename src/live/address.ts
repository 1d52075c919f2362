// The URL of an API as people write it, with or without the path of its list.

import { quoteValue } from '../problems/problems.ts'
import { isLoopback } from '../transport/direct.ts'
import { LiveError } from './live-error.ts'

/** The path of the list, or its beginning. Documentation sometimes adds it to the origin. */
const API_PATH = /\/api(?:\/user(?:\/conversations)?)?$/

type AddressOptions = {
  /** The option that holds the URL, for messages. */
  readonly option: string
  /** Whether the token may be sent over plain HTTP to another machine. */
  readonly allowsPlainHttp?: boolean
}

/**
 * Returns the origin and prefix, without the path of the list or a slash at the end. Throws a
 * LiveError.
 */
export function parseAddress(text: string, { option, allowsPlainHttp }: AddressOptions): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new LiveError(
      `${option} ${quoteValue(text)} is no URL to ask; give one such as https://app.example.com`,
    )
  if (url.search || url.hash)
    throw new LiveError(
      `${option} must have no query and no fragment; give ${quoteValue(url.origin + url.pathname)}`,
    )
  if (url.protocol === 'http:' && !allowsPlainHttp && !isLoopback(url))
    throw new LiveError(
      `${option} ${quoteValue(text)} would send the token unencrypted; give an https URL`,
    )
  return url.origin + url.pathname.replace(/\/+$/, '').replace(API_PATH, '').replace(/\/+$/, '')
}
