// Sends the secrets of a mock in every part of a request, in every encoding. None may appear in
// anything that the mock shows.

import { encodings } from './encodings.ts'
import { describeTellings } from './tellings.ts'

// Together with secrets.test.ts, this covers each encoding of each secret in each part.
describeTellings((place) =>
  [1, 2, 3].map((shift) =>
    Object.values(encodings).map((encode, index) => [encode, (index + place + shift) % 4]),
  ),
)
