/** The body of an answer; undefined when it is larger than that, and the rest is then not read. Rejects when it breaks off. */
export async function readText({ body }: Response, maxBytes: number): Promise<string | undefined> {
  if (!body) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const parts: string[] = []
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read()
    if (done) return parts.join('') + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      return undefined
    }
    parts.push(decoder.decode(value, { stream: true }))
  }
}
