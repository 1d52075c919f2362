import { expect, test } from 'vitest'
import { help, parseOptions } from '../../tools/soak/options.ts'

test('are the bounds of the issue when nothing is given', () => {
  expect(parseOptions([])).toMatchObject({
    requests: 840_000,
    users: 24,
    'max-mb': 250,
    'max-mb-after': 180,
    'max-mb-report': 60,
    'max-wait': 30,
    only: ['load', 'calls'],
    calls: [],
    quiet: false,
    mockArgs: [],
  })
})

test('take numbers, names, and what is meant for the mock', () => {
  const args = ['--minutes', '0.5', '--only', 'calls', '--calls', 'walks, export', '--quiet']
  expect(parseOptions([...args, '--', '--journal', '5000'])).toMatchObject({
    minutes: 0.5,
    only: ['calls'],
    calls: ['walks', 'export'],
    quiet: true,
    mockArgs: ['--journal', '5000'],
  })
})

test.each<[args: string[], message: string]>([
  [['--users', '0'], '--users is "0"; give a whole number from 1 to 900'],
  [['--users', '2.5'], '--users is "2.5"; give a whole number from 1 to 900'],
  [['--minutes', 'x'], '--minutes is "x"; give a number from 0.01 to 1440'],
  [['--minutes='], '--minutes is ""; give a number from 0.01 to 1440'],
  [['--max-wait', 'NaN'], '--max-wait is "NaN"; give a number from 1 to 60000'],
  [['--only', 'all'], '--only is "all"; give load or calls'],
  [['--nope'], "Unknown option '--nope'"],
  [['loads'], "Unexpected argument 'loads'. This command does not take positional arguments"],
])('%j is refused with a sentence', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message)
})

test('are named by the help, each with its default', () => {
  for (const line of ['--requests N', '(840,000)', '--only PART', '--max-mb-after N', '(180)'])
    expect(help).toContain(line)
})
