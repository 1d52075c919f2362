// Clients of one edition know one shape, without a choice.

import type { listConversations as listAutocalls } from './hey-openapi-autocalls/index.js'
import type { ListConversationsResponse as Cursors } from './hey-openapi-autocalls/index.js'
import type { ListConversationsResponse as Pages } from './hey-openapi-nicecall/index.js'
import type { paths } from './openapi-autocalls.js'

type List = paths['/api/user/conversations']['get']
type Body = List['responses'][200]['content']['application/json']
type Query = NonNullable<List['parameters']['query']>
type HeyQuery = NonNullable<NonNullable<Parameters<typeof listAutocalls>[0]>['query']>

export const nextOf = (body: Body): string | null => body.next_cursor
export const heyNextOf = (body: Cursors): string | null => body.next_cursor
export const totalOf = (body: Pages): number => body.total

export const query: Query = { cursor: '', customer_phone: '+14155559876' }
export const heyQuery: HeyQuery = { cursor: '', customer_phone: '+14155559876' }
// @ts-expect-error: the edition has no pages.
export const paged: Query = { page: 2 }
// @ts-expect-error: the edition has no pages.
export const heyPaged: HeyQuery = { page: 2 }
// @ts-expect-error: a list by cursor has no total.
export const none = (body: Body): number => body.total
