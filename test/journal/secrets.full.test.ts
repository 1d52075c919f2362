// Every secret of a mock, written in every way into every part of a request, is looked for in everything that the mock says.

import { encodings } from './encodings.ts'
import { describeTellings } from './tellings.ts'

// Together with secrets.test.ts, each way of writing has each of the four secrets in each part.
describeTellings((place) =>
  [1, 2, 3].map((shift) =>
    Object.values(encodings).map((encode, index) => [encode, (index + place + shift) % 4]),
  ),
)
