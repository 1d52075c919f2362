import { expect, test } from 'vitest'
import { requireAddon } from '../../src/store/addon.ts'
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
