/** Runs in the browser: swaps in what changed when something arrives; without it the page still works by reload. */
export const clientScript = `
const live = document.querySelector('.live')
const say = (state, text) => { live.dataset.state = state; live.textContent = text }
const parts = (root) => new Map([...root.querySelectorAll('[data-live]')].map((part) => [part.dataset.live, part]))
let isBusy = false, isStale = false
async function refresh() {
  if (isBusy) { isStale = true; return }
  isBusy = true
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    const fresh = parts(new DOMParser().parseFromString(await answer.text(), 'text/html'))
    const shown = parts(document)
    if ([...fresh.keys()].join() !== [...shown.keys()].join()) { location.reload(); return }
    for (const [name, part] of shown) if (part.outerHTML !== fresh.get(name).outerHTML) part.replaceWith(fresh.get(name))
    scrollThread()
  } catch { say('off', 'Sem conexão') }
  isBusy = false
  if (isStale) { isStale = false; setTimeout(refresh, 200) }
}
function scrollThread() {
  const thread = document.querySelector('.bubbles')
  if (thread) thread.scrollTop = thread.scrollHeight
}
scrollThread()
for (const tab of document.querySelectorAll('nav [aria-current=page]')) tab.scrollIntoView({ inline: 'center', block: 'nearest' })
const source = new EventSource('/api/stream')
let hasOpened = false
source.addEventListener('ready', () => { say('on', 'Ao vivo'); if (hasOpened) refresh(); hasOpened = true })
source.addEventListener('delivery', refresh)
source.addEventListener('webhook', refresh)
source.addEventListener('error', () => say('off', 'Reconectando…'))
`
