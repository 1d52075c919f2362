// Where an API lies: its URL as people write it, with or without the path of the API.

import { quoteValue } from '../problems/problems.ts'
import { isLoopback } from '../transport/direct.ts'
import { LiveError } from './live-error.ts'

/** The path of the API's list, which documentation sometimes adds to the origin in part. */
const API_PATH = /\/api(?:\/user(?:\/conversations)?)?$/

export type AddressOptions = {
  /** The option that the text came from. */
  readonly option: string
  /** Whether a token may go over plain HTTP to another machine. */
  readonly allowsPlainHttp?: boolean
}

/** Origin and prefix, without the path of the API and without a slash at the end. Throws a LiveError. */
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
