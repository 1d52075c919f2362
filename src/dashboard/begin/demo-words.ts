// The texts of the five-minute demo, step by step.

export type DemoWords = {
  readonly title: string
  readonly text: string
  /** The label of the button that runs the step. */
  readonly action: string
}

export const demoWords = {
  right: {
    title: 'A client that does it right',
    text: 'It takes the list page by page. Walks draws each request as a box, and says whether anything was missed.',
    action: 'Run it',
  },
  early: {
    title: 'A client that stops early',
    text: 'It takes two pages for the whole list. The judge names the mistake, and what to do instead.',
    action: 'Run it',
  },
  filter: {
    title: 'A client that loses its filter',
    text: 'The links of this API do not repeat filters. A client that follows them unchanged gets rows of another list.',
    action: 'Run it',
  },
  fault: {
    title: 'The API fails for a moment',
    text: 'The second request is answered with 503. A good client waits and asks again. Requests shows both answers.',
    action: 'Break it, and run the right client',
  },
  moving: {
    title: 'Rows move while a client pages',
    text: 'Two new conversations come after the first page. So a client that pages by number gets two rows twice. No client can avoid that.',
    action: 'Let rows come, and run the right client',
  },
  talk: {
    title: 'Talk to an assistant',
    text: 'A conversation opens with its messages. What you write goes through the same API, and the mock answers. Close it to go on.',
    action: 'Open a conversation',
  },
  end: {
    title: 'That was it',
    text: 'Connect a client of your own, arm more faults, or put everything back in Controls.',
    action: 'Connect a client',
  },
} as const satisfies Readonly<Record<string, DemoWords>>
