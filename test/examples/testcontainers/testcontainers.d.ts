// What the example uses of testcontainers 12, so that the compiler checks it without the 132 packages that it brings.

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
