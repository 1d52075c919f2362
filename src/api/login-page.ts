// The page to which the application redirects a browser without a valid token.

import type { Answer } from '../laravel/http.ts'
import { LOGIN } from '../laravel/route.ts'
import type { Endpoint } from './endpoint.ts'

const loginPage: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
  body: `<!DOCTYPE html>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Log in</title>
    </head>
    <body>
        <h1>Log in</h1>
        <p>The API sends a request here that has no good token and does not ask for JSON. Send a token, and Accept: application/json.</p>
    </body>
</html>
`,
}

export const loginRoute: Endpoint = {
  method: 'GET',
  path: LOGIN,
  name: 'login',
  middleware: [],
  handle: () => loginPage,
}
