// The certificate of a mock that speaks HTTPS, and its private key.

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SettingName, Settings } from '../config.ts'
import { ConfigError, fromName } from '../parse-settings.ts'
import { reasonOf } from '../system/system-errors.ts'

/** Both in PEM. The certificates of its signers may follow the certificate. */
export type Tls = { readonly cert: string; readonly key: string }

type NameOfSetting = ((name: SettingName) => string | undefined) | undefined

const PEM = /^\s*-----BEGIN /

/** Undefined for a mock that speaks HTTP. Throws a ConfigError. */
export function loadTls(
  { tlsCert, tlsKey }: Pick<Settings, 'tlsCert' | 'tlsKey'>,
  nameOfSetting?: NameOfSetting,
): Tls | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsKey === undefined)
    throw new ConfigError('--tls-cert needs the key of the certificate; give it with --tls-key')
  if (tlsCert === undefined)
    throw new ConfigError('--tls-key needs its certificate; give it with --tls-cert')
  const named = (name: 'tlsCert' | 'tlsKey', value: string): string =>
    PEM.test(value) ? `the given ${words[name]}` : `${value}${fromName(nameOfSetting?.(name))}`
  const cert = read(tlsCert, named('tlsCert', tlsCert), 'tlsCert')
  const key = read(tlsKey, named('tlsKey', tlsKey), 'tlsKey')
  const certificate = parseCertificate(cert, named('tlsCert', tlsCert))
  if (!certificate.checkPrivateKey(parseKey(key, named('tlsKey', tlsKey))))
    throw new ConfigError(
      `the key in ${named('tlsKey', tlsKey)} does not belong to the certificate in ${named('tlsCert', tlsCert)}; give the pair that was made together`,
    )
  return { cert, key }
}

const words = { tlsCert: 'certificate', tlsKey: 'key' } as const

function read(value: string, name: string, setting: keyof typeof words): string {
  if (PEM.test(value)) return value
  try {
    return readFileSync(value, 'utf8')
  } catch (error) {
    throw new ConfigError(`cannot read the ${words[setting]} ${name}: ${reasonOf(error)}`)
  }
}

function parseCertificate(text: string, name: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch {
    const advice = /PRIVATE KEY-----/.test(text)
      ? 'it holds a key; swap --tls-cert and --tls-key'
      : 'give a file in PEM, which begins with -----BEGIN CERTIFICATE-----'
    throw new ConfigError(`${name} is no certificate: ${advice}`)
  }
}

function parseKey(text: string, name: string): KeyObject {
  if (/ENCRYPTED/.test(text))
    throw new ConfigError(
      `the key in ${name} is encrypted; write it without a passphrase: openssl pkey -in KEY -out NEW`,
    )
  try {
    return createPrivateKey(text)
  } catch {
    throw new ConfigError(
      `${name} is no key: give a file in PEM, which begins with -----BEGIN PRIVATE KEY-----`,
    )
  }
}
