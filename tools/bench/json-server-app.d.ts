declare module 'json-server/lib/app.js' {
  type Database = { data: Record<string, unknown[]> }
  export function createApp(db: Database): {
    listen(port: number, callback: undefined, host: string): void
  }
}
