/** One style sheet, no outside assets; colours follow the product's ink and paper. */
export const styles = `
:root { color-scheme: light dark;
  --paper: #f6f7f5; --raised: #ffffff; --ink: #14212a; --quiet: #5b6866; --line: #dee2de; --accent: #1b5f53; --wash: #eceeeb;
  --good: #1b5f53; --warn: #7d5a12; --bad: #9d2f2f;
  --sans: ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --serif: ui-serif, "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #0b1216; --raised: #10191e; --ink: #e7ebe9; --quiet: #a3afae; --line: #2a3840; --accent: #8fc1b1; --wash: #19252b;
  --good: #8fc1b1; --warn: #d9b25f; --bad: #e58c8c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 var(--sans); min-height: 100vh; display: flex; flex-direction: column; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; padding: 18px 24px 14px; border-bottom: 1px solid var(--line); }
.top h1 { font: 500 22px/1.2 var(--serif); margin: 0; letter-spacing: -0.01em; }
.top h1 a { text-decoration: none; }
.top p { margin: 0; color: var(--quiet); flex: 1 1 260px; }
.live { display: inline-flex; align-items: center; gap: 8px; color: var(--quiet); font-size: 13px; }
.live::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--quiet); }
.live[data-state="on"]::before { background: var(--good); }
.live[data-state="off"]::before { background: var(--bad); }
.tabs { display: flex; gap: 4px; padding: 10px 20px; border-bottom: 1px solid var(--line); overflow-x: auto; }
.tabs a { padding: 6px 12px; border-radius: 6px; text-decoration: none; color: var(--quiet); white-space: nowrap; }
.tabs a:hover { background: var(--wash); color: var(--ink); }
.tabs a[aria-current] { background: var(--wash); color: var(--ink); font-weight: 600; }
.tabs .count { font-size: 12px; font-weight: 400; color: var(--quiet); margin-left: 6px; font-variant-numeric: tabular-nums; }
main { flex: 1; display: grid; grid-template-columns: minmax(300px, 400px) minmax(0, 1fr); align-items: stretch; }
.list { border-right: 1px solid var(--line); list-style: none; margin: 0; padding: 0; }
.list a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 1px 12px; padding: 12px 24px 12px 21px; text-decoration: none; border-bottom: 1px solid var(--line); border-left: 3px solid transparent; }
.list a:hover { background: var(--wash); }
.list a[aria-current] { background: var(--raised); border-left-color: var(--accent); }
.list strong { font-weight: 600; }
.list strong, .list .to, .list .preview { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list time, .list .to, .list .preview { font-size: 13px; color: var(--quiet); }
.list time { font-variant-numeric: tabular-nums; text-align: right; }
.list .tag { justify-self: end; align-self: center; }
.list .preview { grid-column: 1 / -1; }
.tag { display: inline-block; font-size: 12px; line-height: 1.5; padding: 0 8px; border: 1px solid currentColor; border-radius: 999px; white-space: nowrap; }
.tag.accepted { color: var(--good); } .tag.replayed { color: var(--warn); } .tag.refused { color: var(--bad); }
.detail { padding: 28px 32px 40px; min-width: 0; }
.detail h2 { font: 500 26px/1.25 var(--serif); margin: 0 0 18px; overflow-wrap: anywhere; letter-spacing: -0.01em; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 20px; margin: 0 0 24px; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: 13px/1.55 var(--mono); }
pre { margin: 0; padding: 16px; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 72vh; min-height: 480px; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
.views { display: flex; gap: 20px; margin: 0 0 14px; border-bottom: 1px solid var(--line); }
.views a { padding: 6px 0 8px; text-decoration: none; color: var(--quiet); border-bottom: 2px solid transparent; margin-bottom: -1px; }
.views a[aria-current] { color: var(--ink); border-bottom-color: var(--accent); }
.back { display: none; }
.empty { color: var(--quiet); padding: 72px 32px; text-align: center; }
.empty h2 { font: 500 22px/1.3 var(--serif); color: var(--ink); margin: 0 0 8px; }
.empty p { max-width: 44ch; margin: 0 auto; }
.whole { grid-column: 1 / -1; }
.rules { border-bottom: 1px solid var(--line); padding: 0 24px; }
.rules summary { padding: 10px 0; cursor: pointer; color: var(--quiet); }
.rules form { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; padding: 4px 0 16px; }
.rules label { display: grid; gap: 4px; font-size: 13px; color: var(--quiet); }
.rules-list { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding-top: 12px; }
.rules-list:empty { display: none; }
.rules-list form { padding: 0; }
.rules ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 8px; }
.rules li { background: var(--wash); border-radius: 6px; padding: 4px 10px; font-size: 13px; }
input, select, button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 7px 10px; min-height: 38px; }
input[type="number"] { width: 104px; }
button { cursor: pointer; background: var(--ink); color: var(--paper); border-color: var(--ink); padding-inline: 16px; }
button.plain { min-height: 32px; padding-block: 4px; font-size: 13px; background: none; color: var(--ink); border-color: var(--line); }
@media (max-width: 760px) {
  .top { padding: 14px 16px 12px; } .tabs { padding: 8px 10px; } .rules { padding: 0 16px; }
  main { display: block; } .list { border-right: 0; }   .list a { padding: 12px 16px 12px 13px; min-height: 44px; }
  .has-detail .list { display: none; } .no-detail .detail { display: none; }
  .detail { padding: 16px 16px 32px; } .detail h2 { font-size: 22px; }
  .back { display: inline-block; margin: 0 0 12px; padding: 6px 0; color: var(--quiet); }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; }
  .rules form > label { flex: 1 1 140px; } input, select, input[type="number"] { width: 100%; }
}
`
