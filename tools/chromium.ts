// The browser that is on this machine.

import { existsSync } from 'node:fs'

/** The one without windows first: it needs half of the time. */
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** The path of its program; undefined when there is none. CHROMIUM names another. */
export const findChromium = (): string | undefined =>
  [process.env['CHROMIUM'] ?? '', ...places].find((path) => existsSync(path))

/** In containers there is neither a sandbox nor much shared memory. */
export const chromiumArguments = ['--no-sandbox', '--disable-dev-shm-usage']
