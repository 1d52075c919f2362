// Starts the dashboard. All style sheets load at once, because they are small. print.css comes
// last, so that it overrides the others.

import './style.css'
import './frame/frame.css'
import './widgets/forms.css'
import './widgets/widgets.css'
import './begin/begin.css'
import './overview/overview.css'
import './conversations/conversations.css'
import './conversations/chat.css'
import './requests/requests.css'
import './walks/walks.css'
import './controls/controls.css'
import './print.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { startTheme } from './frame/theme.ts'
import { startLive } from './mock/live.ts'
import { startSession } from './mock/session.ts'
import { startStatus } from './mock/status.ts'

startTheme()
startSession()
startLive()
startStatus()
const root = document.querySelector('#app')
if (root) render(<App />, root)
