// The dashboard: a page to look at the mock.

import './style.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { startLive } from './mock/live.ts'
import { startSession } from './mock/session.ts'
import { startStatus } from './mock/status.ts'
import './print.css'

startSession()
startLive()
startStatus()
const root = document.querySelector('#app')
if (root) render(<App />, root)
