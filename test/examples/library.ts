// The exports of the published package.

export { connect, startMock } from '../../src/index.ts'
export type { Mock, MockUser } from '../../src/index.ts'
