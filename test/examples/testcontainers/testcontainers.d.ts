// The types of testcontainers 12 that the example uses. Thus the compiler needs none of its 132
// packages.

declare module 'testcontainers' {
  export class GenericContainer {
    constructor(image: string)
    withCommand(command: string[]): this
    withEnvironment(variables: Record<string, string>): this
    withExposedPorts(...ports: number[]): this
    withWaitStrategy(strategy: WaitStrategy): this
    start(): Promise<StartedTestContainer>
  }
  export interface StartedTestContainer {
    getHost(): string
    getMappedPort(port: number): number
    stop(): Promise<unknown>
  }
  export interface WaitStrategy {
    withStartupTimeout(milliseconds: number): this
  }
  export const Wait: { forHttp(path: string, port: number): WaitStrategy }
}
