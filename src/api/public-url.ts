// The URL of a request as it stands in answers: the setting publicUrl chooses its origin.

import type { Switches } from '../config.ts'
import { editions } from '../editions.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { trimTrailingSlashes } from '../laravel/http.ts'

/** Returns the function that makes the URL, without the query of the request. */
export function publicUrl({ publicUrl: setting }: Pick<Switches, 'publicUrl'>) {
  /** The last URL. V8 hashes a text once, and each new text again. */
  let last = { root: '', path: '', url: '' }

  return ({ edition, path, root: requested }: Exchange): string => {
    const root = rootFor({ edition, root: requested })
    if (last.root !== root || last.path !== path)
      last = { root, path, url: root + trimTrailingSlashes(path) }
    return last.url
  }

  function rootFor({ edition, root }: Pick<Exchange, 'edition' | 'root'>): string {
    if (setting === 'request') return root
    return setting === 'brand' ? editions[edition].origin : trimTrailingSlashes(setting)
  }
}
