import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { laterTables } from '../../src/store/schema.ts'
import { createStatements } from '../../src/store/statements.ts'
import { atFileEnd } from '../file-end.ts'
import { newFile } from './stores.ts'

const insert = 'INSERT INTO notes VALUES (?, ?)'

/** Two connections to a file; a note may name one that comes later, at the latest before the commit. */
function openNotes({
  isShared = false,
  file = newFile(),
}: { isShared?: boolean; file?: string } = {}) {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('foreign_keys = ON')
  db.exec(
    'CREATE TABLE notes (id INTEGER PRIMARY KEY, next INTEGER REFERENCES notes DEFERRABLE INITIALLY DEFERRED)',
  )
  db.exec(laterTables)
  const other = new Database(file)
  let losses = 0
  const statements = createStatements(db, { file, isShared, onOthersWrites: () => void losses++ })
  atFileEnd(() => {
    for (const one of [db, other]) one.close()
  })
  const { change, together } = statements
  return {
    db,
    statements,
    together,
    change,
    add: (id: number, next: number | null = null) => change((run) => run(insert, id, next)),
    seen: () => statements.all('SELECT id FROM notes ORDER BY id').map(([id]) => id),
    written: () => idsIn(other),
    losses: () => losses,
  }
}

const idsIn = (database: Database.Database): unknown[] =>
  database.prepare('SELECT id FROM notes ORDER BY id').pluck().all()

describe('changes that are gathered', () => {
  test('are seen at once, and in the file when they end', () => {
    const { together, add, seen, written } = openNotes()
    for (const id of [1, 2]) together.gather(() => add(id))
    expect([seen(), written(), together.isOpen()]).toEqual([[1, 2], [], true])
    expect(together.end()).toBeUndefined()
    expect([seen(), written(), together.isOpen()]).toEqual([[1, 2], [1, 2], false])
  })

  test('fail one by one', () => {
    const { together, change, add, written } = openNotes()
    together.gather(() => add(1))
    const refused = (): unknown =>
      together.gather(() =>
        change((run) => {
          run(insert, 2, null)
          expect(() => add(1)).toThrow('UNIQUE')
          run(insert, 3, null)
          throw new Error('no')
        }),
      )
    expect(refused).toThrow('no')
    together.gather(() => change(() => add(4)))
    expect(together.end()).toBeUndefined()
    expect(written()).toEqual([1, 4])
  })

  test('stay when one after them fails, and are seen at once', () => {
    const { together, change, add, seen, written } = openNotes()
    for (const id of [1, 2]) together.gather(() => add(id))
    const refused = (): unknown =>
      together.gather(() =>
        change((run) => {
          run('UPDATE notes SET id = id + 10')
          run(insert, 11, null)
        }),
      )
    expect(refused).toThrow('UNIQUE')
    expect([seen(), written(), together.isOpen()]).toEqual([[1, 2], [], true])
    expect([together.end(), written()]).toEqual([undefined, [1, 2]])
  })

  test('leave nothing behind when the first of them fails', () => {
    const { together, change, add, seen, written } = openNotes()
    const refused = (): unknown =>
      together.gather(() =>
        change((run) => {
          run(insert, 1, null)
          throw new Error('no')
        }),
      )
    expect(refused).toThrow('no')
    expect([seen(), together.isOpen()]).toEqual([[], false])
    together.gather(() => add(2))
    expect([together.end(), written()]).toEqual([undefined, [2]])
  })

  test('are gone when they cannot be made again after one that fails', () => {
    const { db, together, change, add, seen, written, losses } = openNotes()
    add(1)
    let calls = 0
    db.function('fragile', () => {
      if (++calls > 1) throw new Error('only once')
      return 2
    })
    together.gather(() => change((run) => run('INSERT INTO notes SELECT fragile(), NULL')))
    const before = losses()
    expect(() => together.gather(() => change((run) => run(insert, 1, null)))).toThrow('UNIQUE')
    expect([together.isOpen(), losses() - before, seen()]).toEqual([true, 1, [1]])
    expect(String(together.end()?.error)).toContain('only once')
    together.gather(() => add(3))
    expect([together.end(), written()]).toEqual([undefined, [1, 3]])
  })

  test('are in the file before a change that is not', () => {
    const { together, add, written } = openNotes()
    together.gather(() => add(1))
    add(2)
    expect([written(), together.isOpen()]).toEqual([[1, 2], false])
  })

  test('are gone together when they cannot be put into the file', () => {
    const { together, add, seen, written, losses, statements } = openNotes()
    add(1)
    together.gather(() => add(2, 9))
    together.gather(() => add(3))
    const before = losses()
    const loss = together.end()
    expect(String(loss?.error)).toContain('FOREIGN KEY')
    expect([seen(), written(), statements.losses(), losses() - before]).toEqual([[1], [1], 1, 1])
    together.gather(() => add(4))
    expect([together.end(), written()]).toEqual([undefined, [1, 4]])
  })

  test('are told to be gone also when another change came before the end', () => {
    const { together, add, written } = openNotes()
    together.gather(() => add(2, 9))
    add(3)
    expect(together.isOpen()).toBe(true)
    expect(String(together.end()?.error)).toContain('FOREIGN KEY')
    expect([together.isOpen(), written()]).toEqual([false, [3]])
  })

  test('do not keep other mocks from writing to a shared file', () => {
    const { together, add, written } = openNotes({ isShared: true })
    together.gather(() => add(1))
    expect([written(), together.isOpen()]).toEqual([[1], false])
  })
})

test.each([true, false])(
  'a change fails with each change within it, gathered: %s',
  (isGathered) => {
    const { together, change, add, seen } = openNotes()
    const both = (): unknown =>
      change((run) => {
        run(insert, 1, null)
        expect(() => add(1)).toThrow('UNIQUE')
      })
    expect(() => (isGathered ? together.gather(both) : both())).toThrow('UNIQUE')
    expect([seen(), together.end()]).toEqual([[], undefined])
  },
)

test('a change that another process keeps from being made changes nothing', () => {
  const file = newFile()
  const { together, add, seen } = openNotes({ file })
  const other = new Database(file)
  other.exec('BEGIN IMMEDIATE')
  expect(() => together.gather(() => add(1))).toThrow('another process is writing to it')
  expect(together.isOpen()).toBe(false)
  other.close()
  together.gather(() => add(2))
  expect([together.end(), seen()]).toEqual([undefined, [2]])
})
