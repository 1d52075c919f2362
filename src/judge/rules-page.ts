// The page that explains the rules, as HTML without scripts.

import { style } from './page-style.ts'
import type { LintRule } from './rule.ts'
import { rules } from './rules.ts'
import { severities, type Severity } from './severity.ts'

const titles: Readonly<Record<Severity, string>> = {
  error: 'Errors',
  warning: 'Warnings',
  note: 'Notes',
}

const meanings: Readonly<Record<Severity, string>> = {
  error: 'Rows are lost, doubled or wrong, the walk never ends, or the API is put under strain.',
  warning: 'It goes well today, and wastes requests or depends on luck.',
  note: 'It may be meant so.',
}

/** A whole HTML document. The style stays unchanged: a Content-Security-Policy names its hash. */
export function rulesPage(all: readonly LintRule[] = rules): string {
  const groups = severities
    .map((severity) => ({ severity, members: all.filter((rule) => rule.severity === severity) }))
    .filter(({ members }) => members.length > 0)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rules for clients that page</title>
<style>${style}</style>
</head>
<body>
<div class="page">
<header>
<h1>Rules for clients that page</h1>
<p>The mock judges how clients go through <code>GET /api/user/conversations</code>. Each rule is a mistake that real clients make.
A finding names the requests that show it.</p>
<p class="aside">In the examples <code>get()</code> asks for the list, by parameters or a URL, and resolves to the body;
<code>ask()</code> resolves to the whole response. Rows are collected in <code>rows</code>.</p>
</header>
<nav aria-labelledby="contents">
<h2 id="contents">Rules</h2>
${groups.map(({ severity, members }) => contents(severity, members)).join('\n')}
<h3><a href="#how-to-silence">How to silence a rule</a></h3>
</nav>
<main>
${groups.map(({ severity, members }) => group(severity, members)).join('\n')}
${silencing()}
</main>
</div>
</body>
</html>
`
}

const contents = (
  severity: Severity,
  members: readonly LintRule[],
): string => `<h3 class="${severity}">${titles[severity]}</h3>
<ul>
${members.map(({ id }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(id)}</a></li>`).join('\n')}
</ul>`

const group = (
  severity: Severity,
  members: readonly LintRule[],
): string => `<h2>${titles[severity]}</h2>
<p>${meanings[severity]}</p>
${members.map(section).join('\n')}`

function section({ id, severity, why, fix, unless, wrong, right }: LintRule): string {
  const name = escapeHtml(id)
  return `<section class="rule ${severity}" id="${name}" aria-labelledby="${name}-name">
<div class="head"><h3 id="${name}-name"><a class="anchor" href="#${name}">${name}</a></h3> <span class="severity">${severity}</span></div>
<p>${prose(why)}</p>
<div class="wrong"><h4>What it looks like</h4>${code(wrong)}</div>
<div class="right"><h4>What to do instead</h4><p>${prose(fix)}</p>${code(right)}</div>
${unless === undefined ? '' : `<h4>What is not reported</h4><p>${prose(unless)}</p>\n`}<h4>How to silence it</h4>
${code(`--silence "${id}=why it does not count here"`)}
</section>`
}

const silencing = (): string => `<section id="how-to-silence">
<h2>How to silence a rule</h2>
<p>Where a finding is meant so, silence its rule and say why. Reports go on to name the rule and your reason; it just no longer
fails anything.</p>
<h4>For the whole run, on the command line</h4>
${code(`conversations-mock lint --silence "never-paged=the widget shows the newest rows"`)}
<h4>In a test, for one user or with <code>mock</code> for all</h4>
${code(`await user.silence('never-paged', 'the widget shows the newest rows')`)}
<h4>From any language</h4>
${code(`curl -X PUT http://localhost:4080/__admin/silences/never-paged \\
  -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' \\
  -d '{"reason":"the widget shows the newest rows"}'`)}
</section>`

function code(text: string): string {
  return `<pre><code>${escapeHtml(dedent(text))}</code></pre>`
}

/** Puts parameters, fields and flags in a sentence into `<code>`. */
const prose = (text: string): string =>
  escapeHtml(text).replace(/(?<!\S)--[a-z-]+|\b[a-z]+_[a-z_]+\b(?:=\w+)?/g, '<code>$&</code>')

/** Removes the empty lines around a text, and the indentation that all lines share. */
export function dedent(text: string): string {
  const lines = text.replace(/^\s*\n|\n\s*$/g, '').split('\n')
  const margin = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)),
  )
  return lines.map((line) => line.slice(margin)).join('\n')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
