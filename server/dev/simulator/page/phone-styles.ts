/** What the pages of the phone, the payments and the webhooks need beyond the common style sheet. */
export const phoneStyles = `
.areas { display: flex; gap: 4px 20px; padding: 0 24px; border-bottom: 1px solid var(--line); overflow-x: auto; }
.areas a { padding: 10px 0 9px; text-decoration: none; color: var(--quiet); white-space: nowrap; border-bottom: 2px solid transparent; }
.areas a:hover { color: var(--ink); }
.areas a[aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
.quiet { color: var(--quiet); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.notice { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin: 0; padding: 10px 24px; border-bottom: 1px solid var(--line); color: var(--quiet); }
.notice form { display: contents; }
.problem { color: var(--bad); margin: 0 0 12px; overflow-wrap: anywhere; }
.events { list-style: none; margin: 0; padding: 0; display: grid; gap: 4px; }
.events code { font-size: 13px; }
.fates { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 24px; }
.compose { padding: 0 24px; border-bottom: 1px solid var(--line); }
.compose summary { padding: 12px 0; cursor: pointer; font-weight: 600; }
.compose form { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; padding: 0 0 16px; align-items: end; }
.compose label { display: grid; gap: 4px; font-size: 13px; color: var(--quiet); min-width: 0; }
.compose .wide, .compose button { grid-column: 1 / -1; }
.compose button { justify-self: start; }
.compose input, .compose select, .compose textarea { width: 100%; min-width: 0; }
textarea { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 7px 10px; resize: vertical; }
.list-side { border-right: 1px solid var(--line); }
.list-side .list { border-right: 0; }
.phone { display: flex; flex-direction: column; max-width: 460px; height: 72vh; min-height: 480px; margin: 0 auto; border: 1px solid var(--line); border-radius: 22px; overflow: hidden; background: var(--raised); }
.phone header { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 12px; padding: 14px 18px; border-bottom: 1px solid var(--line); }
.phone header strong { font: 500 18px/1.2 var(--serif); overflow-wrap: anywhere; }
.phone header form { margin-left: auto; }
.bubbles { flex: 1; overflow-y: auto; list-style: none; margin: 0; padding: 16px; display: flex; flex-direction: column; gap: 8px; background: var(--wash); }
.bubbles li { max-width: 82%; padding: 7px 11px 5px; border-radius: 12px; background: var(--raised); border: 1px solid var(--line); overflow-wrap: anywhere; }
.bubbles .text { white-space: pre-line; }
.bubbles .own { align-self: flex-end; background: color-mix(in srgb, var(--accent) 14%, var(--raised)); border-color: transparent; border-bottom-right-radius: 3px; }
.bubbles .firm { align-self: flex-start; border-bottom-left-radius: 3px; }
.bubbles .none { align-self: center; margin: auto; background: none; border: 0; color: var(--quiet); }
.bubbles .failed { border-color: var(--bad); }
.bubbles em { font-style: normal; font-size: 12px; color: var(--quiet); }
.bubbles .meta { display: block; font-size: 12px; color: var(--quiet); text-align: right; font-variant-numeric: tabular-nums; }
.tick.read { color: var(--good); } .tick.failed { color: var(--bad); }
.write { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 8px; padding: 12px; border-top: 1px solid var(--line); align-items: end; }
.write select { width: auto; max-width: 112px; }
.write textarea { min-height: 38px; resize: none; field-sizing: content; max-height: 120px; }
main.single { display: block; }
.single .detail { max-width: 820px; margin: 0 auto; width: 100%; }
.single .compose { padding: 0; border: 0; margin-top: 24px; }
.rows { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.rows a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 16px; padding: 12px 4px; border-bottom: 1px solid var(--line); text-decoration: none; }
.rows a:hover { background: var(--wash); }
.rows strong, .rows .to { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.rows .to { font-size: 13px; color: var(--quiet); }
.rows .tag { justify-self: end; align-self: center; }
.rows .amount { text-align: right; font-variant-numeric: tabular-nums; }
.checkout { max-width: 520px !important; }
.checkout form { display: flex; flex-wrap: wrap; gap: 8px; }
.checkout .total { font: 500 34px/1.1 var(--serif); margin: 0 0 20px; font-variant-numeric: lining-nums tabular-nums; }
.back.always { display: inline-block; margin-bottom: 16px; color: var(--quiet); }
@media (max-width: 760px) {
  body:has(.has-detail) :is(.rules, .notice) { display: none; }
  .areas { padding: 0 16px; } .notice { padding: 10px 16px; } .compose { padding: 0 16px; }
  .list-side { border-right: 0; } .has-detail .list-side { display: none; }
  .no-detail .list-side .list { display: block; }
  .phone { height: calc(100dvh - 230px); min-height: 420px; max-width: none; border-radius: 14px; }
  .write select { width: auto; }
  .single .compose { padding: 0; }
}
@media (max-width: 420px) { .compose form { grid-template-columns: 1fr; } }
`
