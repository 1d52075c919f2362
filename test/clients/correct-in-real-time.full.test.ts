import { describeCorrect } from './correct.ts'
import { isInRealTime } from './world.ts'

describeCorrect(isInRealTime)
