/** How the page looks. Colours are named once for light and once for dark; each is legible on its ground. */
const DARK = `
  --ground: #14171c; --card: #1c2129; --code: #11141a; --line: #39424e; --text: #e4e8ee; --dim: #a3adba;
  --link: #7cb7ff; --passed: #5fce7d; --failed: #ff8d85; --warn: #f0c04d; --skipped: #a3adba; --mark: #5b2a2a;
  color-scheme: dark;`;

export const STYLE: string = `
:root {
  --ground: #f7f8fa; --card: #ffffff; --code: #f1f3f6; --line: #c9d0d9; --text: #1b2027; --dim: #525d6b;
  --link: #0b57b8; --passed: #11692f; --failed: #b3141d; --warn: #7a5200; --skipped: #525d6b; --mark: #ffd9d6;
  color-scheme: light;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) {${DARK} } }
:root[data-theme=dark] {${DARK} }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
.skip-link { position: absolute; left: -999px; }
.skip-link:focus { left: 8px; top: 8px; background: var(--card); padding: 8px; z-index: 3; }
header.page { padding: 20px 24px 8px; max-width: 1100px; margin: 0 auto; }
header.page h1 { margin: 0 0 4px; font-size: 1.7rem; }
nav.tools { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line); }
nav.tools > div { max-width: 1100px; margin: 0 auto; padding: 8px 24px; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
button { font: inherit; font-size: .9rem; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 4px 12px; cursor: pointer; }
button[aria-pressed=true] { background: var(--text); color: var(--ground); }
kbd { font: .8em ui-monospace, monospace; border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; }
main { max-width: 1100px; margin: 0 auto; padding: 8px 24px 60px; }
h2, h3, h4, h5, h6 { line-height: 1.3; }
h3 { font-size: 1.2rem; } h4 { font-size: 1.1rem; } h5, h6 { font-size: 1rem; }
summary h3 { display: inline; font-size: 1rem; }
summary { cursor: pointer; padding: 4px 0; }
.run { border-top: 3px solid var(--line); margin-top: 24px; }
.verdict { font-weight: 600; }
.dim, .facts, .role { color: var(--dim); }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; padding: 3px 10px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
td.time, th.time { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th.right, td.right { text-align: right; } th.center, td.center { text-align: center; }
td.lane { width: 60%; padding-right: 24px; vertical-align: middle; }
.lane rect { fill: var(--passed); }
tr[data-status=failed] .lane rect, tr[data-status=error] .lane rect { fill: var(--failed); }
tr[data-status=skipped] .lane rect, tr[data-status=cause] .lane rect { fill: var(--skipped); }
tr[data-status=overridden] .lane rect { fill: var(--warn); }
.lane rect.stay { opacity: .45; }
pre { margin: 6px 0; padding: 10px 12px; background: var(--code); border: 1px solid var(--line); border-radius: 6px; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre code { font: inherit; }
.output pre { max-height: 32rem; overflow: auto; }
.step, .check { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--skipped); border-radius: 6px; padding: 6px 12px; margin: 12px 0; scroll-margin-top: 60px; }
.step[data-status=passed], .check[data-status=passed] { border-left-color: var(--passed); }
.step[data-status=failed], .step[data-status=error], .check[data-status=failed] { border-left-color: var(--failed); }
.step[data-status=overridden] { border-left-color: var(--warn); }
.bar { margin: 0; display: flex; flex-wrap: wrap; gap: 0 8px; align-items: baseline; }
.bar .facts { margin-left: auto; font-size: .88rem; }
[data-status=passed] > .bar .sign, [data-status=passed] > .bar .word, [data-status=passed] > .sign, [data-status=passed] > th > .sign { color: var(--passed); }
[data-status=failed] > .bar .sign, [data-status=failed] > .bar .word, [data-status=failed] > .sign, [data-status=failed] > th > .sign,
[data-status=error] > .bar .sign, [data-status=error] > .bar .word, [data-status=error] > th > .sign { color: var(--failed); }
[data-status=overridden] > .bar .sign, [data-status=overridden] > .bar .word { color: var(--warn); }
pre.failure { border-color: var(--failed); }
.red { color: var(--failed); } .green { color: var(--passed); } .yellow { color: var(--warn); } .bold { font-weight: 700; }
.inverse { background: var(--mark); text-decoration: underline; color: var(--text); }
.gap { color: var(--dim); margin: 4px 0; }
.captures { display: grid; gap: 2px; margin: 6px 0; font-size: .92rem; }
.captures div { display: flex; gap: 10px; } .captures dt { font-weight: 600; } .captures dd { margin: 0; overflow-wrap: anywhere; }
.checklist ul, .remarks { padding-left: 20px; } .checklist ul { list-style: none; padding-left: 0; }
.document li.task { list-style: none; margin-left: -1.3em; }
.document { overflow-wrap: anywhere; }
.document .image { font-style: italic; color: var(--dim); }
blockquote { margin: 0; padding-left: 14px; border-left: 4px solid var(--line); }
dialog { background: var(--card); color: var(--text); border: 1px solid var(--line); border-radius: 8px; padding: 18px 24px; }
dialog dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 14px; } dialog dd { margin: 0; }
body[data-filter=failed] .document > :not(.step, :has(.step[data-status=failed], .step[data-status=error])),
body[data-filter=failed] .step:not([data-status=failed], [data-status=error]),
body[data-filter=failed] .run[data-status=passed], body[data-filter=failed] .run[data-status=skipped], body[data-filter=failed] .run[data-status=overridden] { display: none; }
@media print { nav.tools { display: none; } .output pre { max-height: none; } }
`;
