// The parts of the document around its paths.

import { readVersion } from '../system/assets.ts'
import { editionNames, editions } from '../editions.ts'
import { listEditions } from './edition-list.ts'

/** The URL is relative, so it means the server that serves the document. */
export const ownServer = { url: '/', description: 'The mock that serves this document' }

export const contact = { name: 'The maintainers of conversations-mock' }

const origins = [...new Set(editionNames.map((name) => editions[name].origin))]

const description = `A mock of the "conversations" API that many brands sell as their own: Laravel underneath, one endpoint, two generations of it.

**Editions.** A token has an edition: the generation of the API that its owner meets. All editions read the same data.

| edition | paginator | parameters |
| --- | --- | --- |
${editionNames.map((name) => `| ${name} | ${editions[name].paginator} | ${editions[name].parameters.join(', ')} |`).join('\n')}

Paginator \`either\` answers by cursor when the query has \`cursor\`, also an empty one. Otherwise it answers with pages, which hold \`next_cursor\` and \`prev_cursor\` as well: a client goes on either way.

**Switches.** What the documentation of the brands leaves open is a setting of the mock: \`rateLimit\`, \`jsonErrors\`, \`urls\`, \`cursorKeys\`, \`order\`, \`trustProxies\`, \`laravel\`, \`publicUrl\`. Responses name the switch that brings them about.

**Preferences.** A request may say how it wants to be answered: \`Prefer: code=503, delay=250, example=documented, edition=autocalls\`. \`Preference-Applied\` lists what was done. Responses that only a preference or a fault brings say so; \`x-on-purpose\` lists those of rare statuses. What else a fault of the admin API changes (the answer then carries \`X-Mock-Fault\`) is outside this contract.

**Elsewhere.** \`x-other-paths\` lists the responses of paths that are not described here, \`x-other-methods\` those of methods that a path does not have. A request that is not HTTP, or has headers of more than 16 KiB, gets an empty 400 or 431 before any of this.`

export const frame = {
  openapi: '3.1.0',
  info: {
    title: 'Conversations',
    version: readVersion(),
    description,
    contact,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    { url: 'http://127.0.0.1:4080', description: 'The mock, started without options' },
    ...origins.map((url) => ({
      url,
      description: `As documented for these editions: ${listEditions(({ origin }) => origin === url)}`,
    })),
  ],
  tags: [
    { name: 'conversations', description: 'The emulated API.' },
    {
      name: 'health',
      description: 'Health checks of the mock. They are not part of the emulated API.',
    },
  ],
  components: {
    securitySchemes: {
      bearer: {
        type: 'http' as const,
        scheme: 'bearer',
        description: 'A token, alone or as `id|token`, as Laravel Sanctum accepts it.',
      },
    },
  },
}
