// The CSS of the page that explains the rules: light and dark, from a width of 360 pixels.

export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fdfdfc, #16181c);
  --raised: light-dark(#f4f4f1, #1e2127);
  --text: light-dark(#22252a, #dcdfe4);
  --faint: light-dark(#5c636e, #9aa2ae);
  --line: light-dark(#dedfda, #333841);
  --link: light-dark(#0b5cad, #7db7f5);
  --error: light-dark(#b3261e, #ff8a80);
  --warning: light-dark(#8a5a00, #f0b94d);
  --note: light-dark(#0b6377, #6cc7da);
  --right: light-dark(#1b6e3c, #74cf96);
  --target: light-dark(#fff6d6, #2b2817);
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
.page { max-width: 47rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
h1 { margin: 0 0 1rem; font-size: clamp(1.7rem, 1.3rem + 2vw, 2.4rem); line-height: 1.2; text-wrap: balance; }
h2 { margin: 3.5rem 0 1rem; font-size: 1.45rem; line-height: 1.3; }
h3 { margin: 0; font: 600 1.2rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
h4 { margin: 1.25rem 0 0.35rem; font-size: 0.9rem; line-height: 1.4; }
p { margin: 0.6rem 0; }
h4 + p { margin-top: 0; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code, pre { font: 0.875em/1.55 ui-monospace, monospace; }
:not(pre) > code { overflow-wrap: anywhere; }
pre { margin: 0.35rem 0 0; padding: 0.75rem 1rem; overflow-x: auto; background: var(--raised); border-radius: 4px; }
pre code { font-size: 0.8125rem; }
.wrong pre { border-left: 3px solid var(--error); }
.right pre { border-left: 3px solid var(--right); }
.wrong h4 { color: var(--error); }
.right h4 { color: var(--right); }
.error { --tone: var(--error); }
.warning { --tone: var(--warning); }
.note { --tone: var(--note); }
.severity { display: inline-block; padding: 0.05rem 0.55rem; border: 1px solid; border-radius: 1rem; color: var(--tone); font: 600 0.78rem/1.5 system-ui, sans-serif; }
.head { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; }
.anchor { color: inherit; text-decoration: none; }
.anchor:hover { text-decoration: underline; }
.rule { margin: 0 -1.25rem; padding: 1.75rem 1.25rem; border-top: 1px solid var(--line); }
.rule:target { background: var(--target); box-shadow: inset 4px 0 var(--tone); }
.rule:target pre { background: light-dark(#fdf9ea, #1e1d17); }
.aside { color: var(--faint); font-size: 0.9rem; }
nav h2 { margin: 0 0 0.75rem; font-size: 1.1rem; }
nav h3 { margin: 1rem 0 0.25rem; font: 600 0.85rem/1.5 system-ui, sans-serif; color: var(--tone); }
nav ul { margin: 0; padding: 0; list-style: none; columns: 14rem; font-size: 0.875rem; }
nav li { padding: 0.15rem 0; break-inside: avoid; }
nav { margin: 2rem 0 0; padding: 1.25rem; background: var(--raised); border-radius: 6px; }
@media (max-width: 47rem) { pre { padding: 0.65rem 0.75rem; white-space: pre-wrap; } }
@media (min-width: 72rem) {
  .page { display: grid; grid-template-columns: 15rem minmax(0, 47rem); gap: 0 4rem; max-width: 71rem; }
  nav { position: sticky; top: 0; grid-row: 1 / span 2; align-self: start; max-height: 100vh; margin: 0; padding: 0.5rem 0 2rem; overflow-y: auto; background: none; }
  nav ul { columns: auto; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print { nav { display: none; } .rule { break-inside: avoid; } }
`
