import { describe, expect, test } from 'vitest'
import { redactTarget } from '../../src/journal/credentials.ts'

const SECRET = 'h0tPotat0'

const names = `
  token TOKEN _token api_token apiToken access_token refresh_token id_token csrf-token x-auth-token
  key api_key api-key api.key api+key api%20key apikey APIKEY x-api-key accessKey private_key app_key
  password password_confirmation passwd pass pwd passphrase secret client_secret secret%5B%5D
  authorization Authorisation auth bearer credentials jwt signature sig user[password] auth%5Bvalue%5D
  session sessionId session_id PHPSESSID sid code auth_code accessCode pin user_pin otp totp cookie csrf _csrf nonce
  userPin smsOtp resetCode pairingCode requestSignature proxyAuth user%50in
  %74oken to%6Ben %74%6f%6B%65%6e api%5Fkey api%5fk%65y pass%77ord to%256ben %2574oken %252574oken
`
  .trim()
  .split(/\s+/)

describe('parameters by name', () => {
  test.each(names)('hides the value of %s, wherever it stands', (name) => {
    const url = '/api/user/conversations'
    expect(redactTarget(`${url}?${name}=${SECRET}`)).toBe(`${url}?${name}=***`)
    expect(redactTarget(`${url}?page=2&${name}=${SECRET}%20x&type=api`)).toBe(
      `${url}?page=2&${name}=***&type=api`,
    )
    expect(redactTarget(`${url}?${name}=a=${SECRET}`)).toBe(`${url}?${name}=***`)
    expect(redactTarget(`${url}?${name}=`)).toBe(`${url}?${name}=`)
  })

  test('hides every one of several', () => {
    expect(redactTarget(`/?token=${SECRET}&token=${SECRET}&key=${SECRET}`)).toBe(
      '/?token=***&token=***&key=***',
    )
  })
})

describe('values', () => {
  test.each([
    `q=Bearer%20${SECRET}`,
    `q=bearer+${SECRET}`,
    `q=BEARER%09${SECRET}`,
    `q=%42earer%20${SECRET}`,
    `q=Bearer%2520${SECRET}`,
    `q=Bearer:${SECRET}`,
    `q=Authorization%3A%20Bearer%20${SECRET}`,
    `q=1|${SECRET}${SECRET}${SECRET}`,
    `q=1%7C${SECRET}${SECRET}${SECRET}`,
    `q=eyJ${SECRET}.eyJ${SECRET}.${SECRET}`,
    `back=https%3A%2F%2Fexample.com%2F%3Ftoken%3D${SECRET}`,
    `back=https://someone:${SECRET}@example.com/`,
    `back=/callback?code=${SECRET}`,
    `back=%2Fcallback%3Fa%3Db%26session_id%3D${SECRET}`,
    `filter={"token":"${SECRET}"}`,
    `filter=%7B%22api_key%22%3A%22${SECRET}%22%7D`,
    `a;token=${SECRET}`,
    `q=session%3D${SECRET}`,
    `q=walk%20pin%3D${SECRET}`,
  ])('hides the credential in %s', (pair) => {
    expect(redactTarget(`/api?page=2&${pair}&type=api`)).toMatch(
      /^\/api\?page=2&[\w;]+=\*\*\*&type=api$/,
    )
  })

  test.each([
    `token%3D${SECRET}`,
    `Bearer%20${SECRET}`,
    `token%3D${SECRET}=x`,
    `1|${SECRET}${SECRET}${SECRET}`,
  ])('hides %s, which has no name of its own', (pair) => {
    expect(redactTarget(`/api?${pair}&type=api`)).toBe('/api?***&type=api')
  })
})

test.each([
  [`/api;token=${SECRET}/more?page=2`, '/api;token=***?page=2'],
  [`/api/Bearer%20${SECRET}?page=2`, '/***?page=2'],
  [`/reset/token/${SECRET}?page=2`, '/reset/token/***?page=2'],
  [`/api/access_token/${SECRET}/more`, '/api/access_token/***/more'],
  [`/reset-password/${SECRET}`, '/reset-password/***'],
  [`/api;jsessionid=${SECRET}/more`, '/api;jsessionid=***/more'],
  [`/a/%74oken/${SECRET}`, '/a/%74oken/***'],
  [`http://someone:${SECRET}@host/api?page=2`, '***?page=2'],
  [`walk one, session_id=${SECRET}`, 'walk one, session_id=***'],
])('hides the credential in the path of %s', (target, redacted) => {
  expect(redactTarget(target)).toBe(redacted)
})

test.each([
  '/api/user/conversations',
  '/api/user/conversations?',
  '/api/user/conversations?type=widget&assistant_id=1&date_from=2025-01-01&date_to=2025-01-31&per_page=50&page=2',
  '/api/user/conversations?cursor=eyJpZCI6MTAwLCJfcG9pbnRzVG9OZXh0SXRlbXMiOnRydWV9',
  '/api/user/conversations?customer_phone=%2B4915112345678&external_identifier=crm%2F17%20%C3%A9',
  '/api/user/conversations?external_identifier=monkey&external_identifier=assigned+author&external_identifier=a:b|c',
  '/api/tokens/keys/secret?a[b]=c&a%5Bb%5D=c',
  '/api?monkey=1&keyboard=2&design=3&bypass=4&compass=5&postcode=6&decode=7&shipping=8&side=9',
  '/api/code/?status=pin:1',
  'code=503, delay=20',
  '*',
  '',
])('leaves %s as it is', (target) => {
  expect(redactTarget(target)).toBe(target)
})

test.each(names)('finds nothing more in what it made of %s', (name) => {
  const once = redactTarget(`/api?${name}=${SECRET}&q=Bearer%20${SECRET}`)
  expect(redactTarget(once)).toBe(once)
})
