// The program that the examples test. It collects all conversations, and retries while the API is
// unavailable.

export type Conversation = { id: string; type: string }
type Page = { data: Conversation[]; next_cursor: string | null }

const MAX_ATTEMPTS = 3

export async function fetchConversations(url: string, token: string): Promise<Conversation[]> {
  const conversations: Conversation[] = []
  let cursor: string | null = ''
  do {
    const page: Page = await fetchPage(
      `${url}/api/user/conversations?per_page=10&cursor=${cursor}`,
      token,
    )
    conversations.push(...page.data)
    cursor = page.next_cursor
  } while (cursor !== null)
  return conversations
}

async function fetchPage(url: string, token: string): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
    })
    if (response.ok) return JSON.parse(await response.text())
    if (response.status < 500 || attempt === MAX_ATTEMPTS)
      throw new Error(`the API answered ${response.status}`)
  }
}
