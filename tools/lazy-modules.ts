// Loads modules of Node.js and of packages only when they are used.

import type { Plugin } from 'rolldown'

const LAZY =
  /^(node:(assert|crypto|https|http2|dns|v8|worker_threads|(fs|stream)\/promises)|semver|@fastify\/proxy-addr)$/
const PREFIX = '\0lazy:'

/**
 * Makes a start load nothing that it does not need. Other commands load such a module when they use
 * it, `assert` is loaded when a condition fails, and Fastify's TLS and HTTP/2 never.
 *
 * `import *` and `import()` make an object whose prototype is that of the module. So the prototype
 * has all exports too.
 */
export function lazyModules(): Plugin {
  return {
    name: 'lazy-modules',
    resolveId: {
      filter: { id: LAZY },
      handler: (id, importer) =>
        importer?.startsWith(PREFIX) === true ? null : { id: `${PREFIX}${id}`, external: false },
    },
    load: {
      filter: { id: /^\0lazy:/ },
      handler(id) {
        const name = id.slice(PREFIX.length)
        const loaded = name.startsWith('node:')
          ? `process.getBuiltinModule('${name}')`
          : `require('${name}')`
        return `module.exports = new Proxy(Boolean, {
          get: (_, name) => ${loaded}[name],
          getPrototypeOf: () => module.exports,
          apply: (_, __, [value, ...others]) => value || ${loaded}(value, ...others),
        })`
      },
    },
  }
}
