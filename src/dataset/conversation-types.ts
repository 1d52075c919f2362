// The types of conversations.

export const conversationTypes = ['test', 'widget', 'whatsapp', 'api'] as const
