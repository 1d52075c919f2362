import { describe, expect, test } from 'vitest'
import { parseSettings } from '../../src/parse-settings.ts'
import { findMisspelt, fromEnvironment } from '../../src/cli/environment.ts'

const settingsOf = (env: Record<string, string>) => parseSettings([fromEnvironment(env)])

test('white space and a CR around a value do not count', () => {
  const env = {
    CONVERSATIONS_MOCK_EDITION: 'autocalls\r',
    CONVERSATIONS_MOCK_PORT: '\t5000 \r\n',
    HOST: ' 0.0.0.0 ',
    CONVERSATIONS_MOCK_SEED: ' \r\n',
    CONVERSATIONS_MOCK_ADMIN_TOKEN: 'an-admin-token\r',
  }
  expect(settingsOf(env)).toMatchObject({
    edition: 'autocalls',
    port: 5000,
    host: '0.0.0.0',
    seed: 1,
    adminToken: 'an-admin-token',
  })
})

const ofService = {
  CONVERSATIONS_MOCK_SERVICE_HOST: '10.0.0.1',
  CONVERSATIONS_MOCK_SERVICE_PORT: '4080',
  CONVERSATIONS_MOCK_SERVICE_PORT_HTTP: '4080',
  CONVERSATIONS_MOCK_PORT: 'tcp://10.0.0.1:4080',
  CONVERSATIONS_MOCK_PORT_4080_TCP: 'tcp://10.0.0.1:4080',
  CONVERSATIONS_MOCK_PORT_4080_TCP_PROTO: 'tcp',
  CONVERSATIONS_MOCK_PORT_4080_TCP_PORT: '4080',
  CONVERSATIONS_MOCK_PORT_4080_TCP_ADDR: '10.0.0.1',
  CONVERSATIONS_MOCK_DASHBOARD_PORT: 'tcp://[fd00::1]:80',
  CONVERSATIONS_MOCK_DASHBOARD_SERVICE_HOST: '10.0.0.2',
}

test('what Kubernetes sets for a service of this name is no setting, and no slip', () => {
  expect(settingsOf(ofService).port).toBe(4080)
  expect(settingsOf({ ...ofService, PORT: '5000' }).port).toBe(5000)
  expect(findMisspelt(ofService)).toEqual([])
})

test('a port that is no number is still refused', () => {
  expect(() => settingsOf({ CONVERSATIONS_MOCK_PORT: '10.0.0.1:4080' })).toThrow(
    'CONVERSATIONS_MOCK_PORT must be a whole number from 0 to 65535, not "10.0.0.1:4080"',
  )
})

describe('a misspelt variable is told with the nearest name', () => {
  test.each([
    ['CONVERSATIONS_MOCK_PROT', 'CONVERSATIONS_MOCK_PORT'],
    ['CONVERSATIONS_MOCK_LOGLEVEL', 'CONVERSATIONS_MOCK_LOG_LEVEL'],
    ['CONVERSATIONS_MOCK_KEYS', 'CONVERSATIONS_MOCK_KEY'],
    ['CONVERSATIONS_MOCK_DATASETS', 'CONVERSATIONS_MOCK_DATASET'],
    ['CONVERSATIONS_MOCK_DATA_SET_JSON', 'CONVERSATIONS_MOCK_DATASET_JSON'],
    ['CONVERSATIONS_MOCK_ADMINTOKEN', 'CONVERSATIONS_MOCK_ADMIN_TOKEN'],
    ['conversations_mock_rate_limit', 'CONVERSATIONS_MOCK_RATE_LIMIT'],
    ['CONVERSATION_MOCK_EDITION', 'CONVERSATIONS_MOCK_EDITION'],
    ['CONVERSATIONS_MOCKS_SEED', 'CONVERSATIONS_MOCK_SEED'],
    ['CONVERSATIONS_MOCK_GENERATED', 'CONVERSATIONS_MOCK_GENERATE'],
  ])('%s', (name, nearest) => {
    expect(findMisspelt({ [name]: 'a-secret' })).toEqual([
      `the environment variable "${name}" is not a setting; did you mean ${nearest}?`,
    ])
  })

  test('and without one where none is near', () => {
    expect(findMisspelt({ CONVERSATIONS_MOCK_XYZZY: 'a-secret' })).toEqual([
      'the environment variable "CONVERSATIONS_MOCK_XYZZY" is not a setting; see conversations-mock --help',
    ])
  })
})

test.each([
  'CONVERSATIONS_MOCK_URL',
  'CONVERSATIONS_MOCK_TOKEN',
  'CONVERSATIONS_MOCK_TOKEN_NICECALL',
  'CONVERSATIONS_MOCK_ADMIN_TOKEN',
  'CONVERSATIONS_MOCK_CONFIG',
  'CONVERSATIONS_MOCK_RATE_LIMIT',
  'CONVERSATIONS_API_KEY',
  'CONVERT',
  'MOCK_PORT',
])('%s is no slip', (name) => {
  expect(findMisspelt({ [name]: 'x' })).toEqual([])
})
