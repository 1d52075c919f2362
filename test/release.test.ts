// Tests the files that make a release and the container image.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { notesOf } from '../tools/release-notes.ts'

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')

describe('release notes', () => {
  const changelog =
    '# Changes\n\n## Unreleased\n\n## 1.10.0 (today)\n\n- Ten.\n\n## 1.1.0\n\n### Added\n\n- One.\n'

  test.each([
    ['1.10.0', '- Ten.\n'],
    ['1.1.0', '### Added\n\n- One.\n'],
  ])('of %s', (version, notes) => expect(notesOf(version, changelog)).toBe(notes))

  test.each(['1.1', '2.0.0', ''])('are missing for %j', (version) =>
    expect(() => notesOf(version, changelog)).toThrow('CHANGELOG.md says nothing of'),
  )
})

test('the release takes its names from the repository that runs it', () => {
  const workflow = read('.github/workflows/release.yml')
  expect(workflow).toContain('images: ghcr.io/${{ github.repository }}')
  expect(workflow).not.toMatch(/github\.com|your-/)
  expect(parse(workflow).jobs.image.needs).toBe('check')
  expect(parse(workflow).jobs.npm.needs).toBe('check')
})

test('a version before a release becomes nobody’s latest', () => {
  const { npm, notes } = parse(read('.github/workflows/release.yml')).jobs
  const isEarly = "contains(github.ref_name, '-')"
  const publishing = npm.steps.at(-1)
  expect(publishing.run).toContain('--tag "$NPM_TAG"')
  expect(publishing.env.NPM_TAG).toBe(`\${{ ${isEarly} && 'next' || 'latest' }}`)
  const announcing = notes.steps.at(-1)
  expect(announcing.run).toMatch(/ \$PRERELEASE$/)
  expect(announcing.env.PRERELEASE).toBe(`\${{ ${isEarly} && '--prerelease' || '' }}`)
})

describe('compose.yaml', () => {
  const text = read('compose.yaml')

  test('keeps rows when its three lines are uncommented', () => {
    const lines = /these three lines:\n((?:.*\n){3})$/.exec(text)?.[1] ?? ''
    const uncommented = text.replace(lines, lines.replaceAll('# ', ''))
    const { services, volumes } = parse(uncommented)
    expect(services['conversations-mock']).toMatchObject({
      command: ['--db', '/data/conversations.db'],
      volumes: ['conversations:/data'],
      read_only: true,
    })
    expect(volumes).toEqual({ conversations: {} })
    expect(read('Dockerfile')).toMatch(/^COPY .*--chown=10001:10001 \/data \/data$/m)
  })

  test('asks for health as the image does', () => {
    const { test: command } = parse(text).services['conversations-mock'].healthcheck
    const [, inImage = ''] = /^HEALTHCHECK .* CMD (.*)$/m.exec(read('Dockerfile')) ?? []
    expect(command).toEqual(['CMD', ...JSON.parse(inImage)])
  })
})

test('the build of the image gets every file that it copies', () => {
  const ignored = read('.dockerignore').split('\n')
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    ([, names = '']) => names.split(' '),
  )
  const isGiven = (name: string): boolean =>
    ignored.some((line) => {
      const given = line.replace(/^!/, '')
      return name === given || name.startsWith(`${given}/`) || given.startsWith(`${name}/`)
    })
  expect(copied.filter((name) => !isGiven(name))).toEqual([])
})

test.each(['rolldown.config.ts', 'vite.config.ts'])(
  'the build of the image gets every file that %s imports',
  (config) => {
    const imported = [...read(config).matchAll(/ from '\.\/(.+)'$/gm)].map(([, file]) => file)
    expect(imported.length).toBeGreaterThan(0)
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(imported.map((file) => `!${file}`)),
    )
  },
)
