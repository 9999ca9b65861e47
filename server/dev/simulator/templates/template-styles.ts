/** Beside the simulator's own sheet. */
export const templateStyles = `
.templates .choices { display: flex; flex-wrap: wrap; gap: 0 32px; margin: 0 0 20px; border-bottom: 1px solid var(--line); }
.templates .views { margin: 0 0 -1px; border-bottom: 0; }
.templates iframe.phone { max-width: 390px; height: 780px; }
.templates pre { max-width: 76ch; }
@media (max-width: 760px) {
  .templates.has-detail .list { display: flex; flex-wrap: wrap; padding: 0 4px; border-bottom: 1px solid var(--line); }
  .templates .list li { flex: none; }
  .templates .list a { display: block; min-height: 0; padding: 8px 12px; border-width: 0 0 3px; border-bottom-color: transparent; }
  .templates .list a[aria-current] { border-bottom-color: var(--accent); }
  .templates .list .preview, .templates .list .to { display: none; }
}
`
