/** Runs in the browser: swaps in the new list when something arrives; without it the page still works by reload. */
export const clientScript = `
const live = document.querySelector('.live')
const say = (state, text) => { live.dataset.state = state; live.textContent = text }
let isBusy = false, isStale = false
async function refresh() {
  if (isBusy) { isStale = true; return }
  isBusy = true
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const part of ['.tabs', '.list', '.rules-list', '.empty.whole']) {
      const [old, now] = [document.querySelector(part), fresh.querySelector(part)]
      if (old && now) old.replaceWith(now)
      else if (old || now) { location.reload(); return }
    }
  } catch { say('off', 'Sem conexão') }
  isBusy = false
  if (isStale) { isStale = false; refresh() }
}
const source = new EventSource('/api/stream')
let hasOpened = false
source.addEventListener('ready', () => { say('on', 'Ao vivo'); if (hasOpened) refresh(); hasOpened = true })
source.addEventListener('delivery', refresh)
source.addEventListener('error', () => say('off', 'Reconectando…'))
`
