// Counts the requests of clients. Work that would hold them up runs only while none of them come.

let count = 0

export function noteRequest(): void {
  count++
}

export const countRequests = (): number => count
