// Finds the browser of this machine.

import { existsSync } from 'node:fs'

/** The browser without windows comes first, because it needs half of the time. */
const paths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** The path of the browser; undefined without one. The variable CHROMIUM names another. */
export const findChromium = (): string | undefined =>
  [process.env['CHROMIUM'] ?? '', ...paths].find((path) => existsSync(path))

export const chromiumArguments = [
  // Containers offer no sandbox and little shared memory.
  '--no-sandbox',
  '--disable-dev-shm-usage',
  // Fewer processes, because each page would start two and each browser four.
  '--renderer-process-limit=1',
  '--in-process-gpu',
  // It draws without a graphics card, and so without a program for one.
  '--disable-gpu',
  '--enable-features=NetworkServiceInProcess2',
]
