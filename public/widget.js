// The firm's chat on another site: <script src="https://SITE/widget.js" async></script>. docs/widget.md says what it
// may be told. It draws a button and a frame, keeps no data of the visitor, and exchanges with the frame only whether it
// is shown, asked to close, and how much is unread.
;(() => {
  const script = document.currentScript
  if (!script || document.getElementById('plantao-widget')) return
  const { origin } = new URL(script.src)
  const { locale, service, label } = script.dataset
  const isEnglish = /^en\b/i.test(locale || document.documentElement.lang)
  const texts = isEnglish
    ? { open: 'Write to the firm', close: 'Close the conversation', unread: () => 'unread' }
    : {
        open: 'Fale com o escritório',
        close: 'Fechar a conversa',
        unread: (count) => (count === 1 ? 'não lida' : 'não lidas'),
      }
  const usedKey = 'plantao.widget.used'

  const host = document.createElement('div')
  host.id = 'plantao-widget'
  const root = host.attachShadow({ mode: 'open' })
  // Not a <style>: a page with a policy of its own would refuse it.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    :host { all: initial; }
    button, iframe { position: fixed; z-index: 2147483000; right: 16px; border: 0; }
    button {
      bottom: 16px; display: grid; place-items: center; width: 56px; height: 56px; padding: 0; border-radius: 50%;
      background: #17313e; color: #fff; cursor: pointer; box-shadow: 0 4px 16px rgb(0 0 0 / 0.24);
    }
    button:focus-visible { outline: 3px solid #8fb4c6; outline-offset: 2px; }
    svg { width: 26px; height: 26px; }
    span {
      position: absolute; top: -4px; right: -4px; min-width: 22px; box-sizing: border-box; padding: 0 6px;
      border-radius: 11px; background: #b3261e; color: #fff; font: 600 12px/22px system-ui, sans-serif;
    }
    iframe {
      bottom: 84px; width: min(400px, calc(100vw - 32px)); height: min(640px, calc(100dvh - 108px));
      border-radius: 12px; background: Canvas; box-shadow: 0 8px 40px rgb(0 0 0 / 0.28); color-scheme: light dark;
    }
    span[hidden] { display: none; }
    /* Browsers run a frame without a box at their leisure, and it is to count what comes in. */
    iframe[hidden] { display: block; visibility: hidden; }
    @media (width < 480px) {
      iframe { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; }
    }
  `)
  root.adoptedStyleSheets = [sheet]

  const button = document.createElement('button')
  button.type = 'button'
  button.append(icon())
  const badge = document.createElement('span')
  badge.hidden = true
  button.append(badge)
  root.append(button)
  let frame
  let isReady = false
  let isShown = false
  let unread = 0
  describe()

  button.addEventListener('click', () => show(!isShown))
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isShown) show(false)
  })
  window.addEventListener('message', ({ data, origin: sender, source }) => {
    if (sender !== origin || !frame || source !== frame.contentWindow || data?.from !== 'plantao') return
    if (data.kind === 'ready') {
      isReady = true
      tell()
    }
    if (data.kind === 'close') show(false)
    if (data.kind === 'begun') remember()
    if (data.kind === 'unread' && Number.isInteger(data.count)) {
      unread = data.count
      describe()
    }
  })

  // Who has talked before may have been answered meanwhile.
  if (wasUsed()) load()
  const mount = () => document.body.append(host)
  if (document.body) mount()
  else document.addEventListener('DOMContentLoaded', mount)

  function show(isWanted) {
    isShown = isWanted
    load()
    frame.hidden = !isShown
    describe()
    tell()
    if (isShown) frame.focus()
    else button.focus()
  }

  function load() {
    if (frame) return
    frame = document.createElement('iframe')
    frame.hidden = true
    frame.title = label || texts.open
    // It may open pages beside this one, and never take this one elsewhere.
    frame.setAttribute(
      'sandbox',
      'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
    )
    const query = service ? `?${new URLSearchParams({ servico: service })}` : ''
    frame.src = `${origin}${isEnglish ? '/en' : ''}/widget${query}`
    root.append(frame)
  }

  function tell() {
    if (isReady) frame.contentWindow.postMessage({ from: 'plantao', kind: isShown ? 'shown' : 'hidden' }, origin)
  }

  function describe() {
    const name = isShown ? texts.close : label || texts.open
    button.setAttribute('aria-label', unread > 0 && !isShown ? `${name} (${unread} ${texts.unread(unread)})` : name)
    button.setAttribute('aria-expanded', String(isShown))
    badge.textContent = unread > 99 ? '99+' : String(unread)
    badge.hidden = unread === 0 || isShown
  }

  // Only that a conversation was begun here; who it is with, only the frame knows.
  function remember() {
    try {
      localStorage.setItem(usedKey, '1')
    } catch {}
  }

  function wasUsed() {
    try {
      return localStorage.getItem(usedKey) === '1'
    } catch {
      return false
    }
  }

  function icon() {
    const namespace = 'http://www.w3.org/2000/svg'
    const svg = document.createElementNS(namespace, 'svg')
    const attributes = { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.6' }
    for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value)
    svg.setAttribute('aria-hidden', 'true')
    const path = document.createElementNS(namespace, 'path')
    path.setAttribute('d', 'M4 5.5h16v11H10.5L6 20v-3.5H4z M8 9.5h8 M8 12.5h5')
    path.setAttribute('stroke-linejoin', 'round')
    path.setAttribute('stroke-linecap', 'round')
    svg.append(path)
    return svg
  }
})()
