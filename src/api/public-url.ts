// The URL of a request as it stands in answers: the setting publicUrl chooses its origin.

import type { Switches } from '../config.ts'
import { editions } from '../editions.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { trimTrailingSlashes } from '../laravel/http.ts'

/** Returns the function that makes the URL, without the query of the request. */
export function publicUrl({ publicUrl: setting }: Pick<Switches, 'publicUrl'>) {
  return ({ edition, path, root }: Exchange): string =>
    rootFor({ edition, root }) + trimTrailingSlashes(path)

  function rootFor({ edition, root }: Pick<Exchange, 'edition' | 'root'>): string {
    if (setting === 'request') return root
    return setting === 'brand' ? editions[edition].origin : trimTrailingSlashes(setting)
  }
}
