import { expect, test } from 'vitest'
import { requireAddon, requireNode } from '../../src/store/addon.ts'
import { StoreError } from '../../src/store/store-error.ts'

const load = (): never => {
  throw new Error("Cannot find module 'better_sqlite3.node'\nRequire stack:\n- /app/index.js")
}

test('names the platform and a way out where SQLite does not load', () => {
  expect(() => requireAddon(load)).toThrow(StoreError)
  expect(() => requireAddon(load)).toThrow(
    `SQLite does not load on ${process.platform}-${process.arch} (Cannot find module 'better_sqlite3.node'); use`,
  )
})

test('says nothing where it loads', () => {
  expect(() => requireAddon()).not.toThrow()
})

test('refuses a Node.js that would load the binary and crash', () => {
  for (const version of ['20.20.2', '22.17.1', '18.0.0'])
    expect(() => requireNode(version)).toThrow(
      `conversations-mock needs Node.js 22.18 or later; this is ${version}`,
    )
  for (const version of ['22.18.0', '24.0.0', '25.1.0-nightly'])
    expect(() => requireNode(version)).not.toThrow()
})
