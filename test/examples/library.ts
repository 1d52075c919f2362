// What the published package exports.

export { connect, startMock } from '../../src/index.ts'
export type { Mock, MockUser } from '../../src/index.ts'
