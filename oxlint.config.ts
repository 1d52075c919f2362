// The rules of the linter. The first table is the architecture: it says which folders each folder
// of src/ may import. Imports go one way only.

import { readdirSync } from 'node:fs'
import { defineConfig, type OxlintOverride } from 'oxlint'

/** By folder: the folders, and the files in the root of src/, that it may import. */
const mayImport = {
  php: '',
  clock: '',
  random: '',
  problems: '',
  system: 'clock',
  transport: 'clock',
  laravel: 'php',
  dataset: 'clock editions php problems',
  tabular: 'clock dataset php problems random',
  config: 'dataset editions problems rule-ids system',
  store: 'bisect clock dataset editions php system',
  exchange: 'editions laravel php store',
  seed: 'clock config dataset parse-settings php random store system tabular',
  journal: 'bisect clock editions exchange laravel php system',
  walks: 'bisect clock editions journal laravel',
  judge: 'bisect clock editions journal laravel rule-ids walks',
  reports: 'judge system',
  live: 'clock editions journal problems system transport',
  calibration: 'config editions live problems',
  capture: 'dataset live php problems',
  drift: 'calibration config dataset judge live problems reports system',
  comparison: 'clock editions live problems system transport',
  faults: 'editions exchange laravel php random',
  replies: 'dataset php store',
  samples: 'clock editions rule-ids transport',
  api: 'config dataset editions exchange laravel php store',
  mutations: 'api clock dataset editions exchange laravel php problems seed store system',
  contract: 'api clock dataset editions judge laravel problems seed system transport',
  admin:
    'bisect clock contract dataset editions faults journal judge mutations php problems replies rule-ids ' +
    'samples seed store system transport walks',
  server:
    'admin api clock config contract dataset editions exchange faults journal judge laravel mutations ' +
    'parse-settings replies seed store system transport',
  client:
    'admin calibration capture clock comparison config dataset drift editions faults journal judge live ' +
    'mutations parse-settings problems replies reports rule-ids samples server system transport',
  cli:
    'calibration capture client clock comparison config contract dataset drift editions journal judge ' +
    'live parse-settings problems reports seed server store system transport',
} as const

/** The folders that know a package. */
const knownTo: Readonly<Record<string, string>> = {
  'better-sqlite3': 'store',
  '@faker-js/**': 'seed',
  'csv-parse': 'tabular',
  fastify: 'admin contract server',
  '@fastify/**': 'contract server',
}

const unlisted = readdirSync('src', { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && entry.name !== 'dashboard' && !(entry.name in mayImport),
)
if (unlisted.length > 0)
  throw new Error(
    `oxlint.config.ts lacks imports of src/${unlisted.map(({ name }) => name).join()}`,
  )

const time = {
  group: ['timers', 'perf_hooks', 'timers/promises'].flatMap((name) => [name, `node:${name}`]),
  message: 'Time comes from src/clock/real-time.ts.',
}

const folders = Object.entries(mayImport).map(([folder, names]): OxlintOverride => ({
  files: [`src/${folder}/**`],
  rules: restrictImports([
    {
      group: ['../**', ...names.split(' ').flatMap((name) => [`!../${name}/**`, `!../${name}.ts`])],
      message: `src/${folder} may import ${names || 'nothing of this program'}.`,
    },
    ...Object.entries(knownTo)
      .filter(([, owners]) => !owners.split(' ').includes(folder))
      .map(([name, owners]) => ({ group: [name], message: `Only ${owners} may know it.` })),
    ...(folder === 'clock' ? [] : [time]),
  ]),
}))

const root: OxlintOverride = {
  files: ['src/*.ts'],
  rules: restrictImports([
    { group: Object.keys(knownTo), message: 'A folder of src/ knows it.' },
    time,
  ]),
}

const realTime = 'Tests of users fake it. Take it from src/clock/real-time.ts.'

const timers = ['Timeout', 'Interval', 'Immediate']
const timeGlobals = [
  ...timers.flatMap((name) => [`set${name}`, `clear${name}`]),
  'queueMicrotask',
  'performance',
]

const injectedTime: OxlintOverride = {
  files: ['src/**'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...timeGlobals.map((name) => ({ name, message: realTime })),
      { name: 'fetch', message: 'Tests of users replace it. Use src/transport/direct.ts.' },
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: realTime },
      { object: 'AbortSignal', property: 'timeout', message: realTime },
      { object: 'process', property: 'nextTick', message: realTime },
      { object: 'process', property: 'hrtime', message: realTime },
    ],
  },
}

const shared = [
  'client/admin-error',
  'client/http',
  'client/server-events',
  'client/wire',
  'system/shell',
]

const dashboard: OxlintOverride = {
  files: ['src/dashboard/**'],
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'jsx-a11y'],
  rules: {
    'jsx-a11y/prefer-tag-over-role': 'off',
    'jsx-a11y/label-has-associated-control': 'off',
    'jsx-a11y/no-noninteractive-tabindex': 'off',
    'jsx-a11y/no-autofocus': 'off',
    ...restrictImports([
      {
        group: [
          ...Object.keys(mayImport).flatMap((name) => [`../${name}/**`, `../../${name}/**`]),
          ...shared.map((name) => `!**/${name}.ts`),
        ],
        message: 'The page talks to the mock by HTTP; of the code it shares what speaks HTTP.',
      },
      {
        group: [...Object.keys(knownTo), 'node:*', 'zod'],
        message: 'The page runs in a browser.',
      },
    ]),
  },
}

const tests: OxlintOverride = {
  files: ['test/**'],
  rules: {
    'no-restricted-properties': [
      'error',
      {
        property: 'waitForTimeout',
        message: 'A busy machine takes longer. Wait for a change of the page: expect.poll().',
      },
      {
        object: 'vi',
        property: 'waitFor',
        message: 'It gives up after a second. Use expect.poll(), which is patient.',
      },
    ],
  },
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-unsafe-type-assertion': 'error',
    'typescript/unbound-method': 'off',
    'no-await-in-loop': 'off',
    'import/no-unassigned-import': 'off',
    'no-control-regex': 'off',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    'oxc/no-barrel-file': ['error', { threshold: 0 }],
    'import/no-cycle': ['error', { ignoreTypes: false }],
  },
  overrides: [
    root,
    ...folders,
    injectedTime,
    dashboard,
    tests,
    // Unlike windows, threads have no origin.
    {
      files: [
        'src/server/seed-*.ts',
        'src/store/checkpoint-worker.ts',
        'src/store/write-ahead-log.ts',
      ],
      rules: { 'unicorn/require-post-message-target-origin': 'off' },
    },
    // The body of an answer is what the API promises.
    { files: ['examples/**'], rules: { 'typescript/no-unsafe-type-assertion': 'off' } },
    {
      files: ['src/clock/real-*.ts', 'src/dashboard/**'],
      rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
    },
  ],
  ignorePatterns: ['dist/**', 'node_modules/**', 'test/golden/**/*.json'],
})

type Pattern = { group: string[]; message: string }

function restrictImports(patterns: Pattern[]): NonNullable<OxlintOverride['rules']> {
  return { 'typescript/no-restricted-imports': ['error', { patterns }] }
}
