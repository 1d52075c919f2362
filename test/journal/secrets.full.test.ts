// Every secret of a mock, written in every way into every part of a request, is looked for in everything that the mock says.

import { encodings } from './encodings.ts'
import { describeTellings } from './tellings.ts'

// One after the other: the whole user is judged again for each walk that is looked at.
describeTellings(() =>
  [0, 1, 2, 3].map((secret) => Object.values(encodings).map((encode) => [encode, secret])),
)
