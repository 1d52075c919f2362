// Runs for each test file.

import { closeAtFileEnd } from './file-end.ts'

closeAtFileEnd()
