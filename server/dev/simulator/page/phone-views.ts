import { html } from 'hono/html'
import type { Contact, ThreadMessage } from '../whatsapp-book.ts'
import { formatClock, formatTime } from './format.ts'
import { messageStatusLabels } from './labels.ts'
import { type Html, renderLayout } from './layout.ts'

export interface PhoneModel {
  readonly contacts: readonly Contact[]
  readonly selected: Contact | undefined
  /** Of the selected one, oldest first. */
  readonly thread: readonly ThreadMessage[]
  readonly isWindowOpen: boolean
  /** Whether what is written goes anywhere. */
  readonly hasSite: boolean
  /** Of a form that was refused. */
  readonly problem: string | undefined
}

/** The other end of WhatsApp: whoever writes to the firm, and what reaches them. */
export const renderPhone = (model: PhoneModel): Html =>
  renderLayout({
    title: model.selected?.name ?? 'WhatsApp do cliente',
    current: 'phone',
    body: html`${model.hasSite ? '' : html`<p class="notice">Nenhum site foi indicado: o que for escrito aqui não chega a lugar nenhum.</p>`}
<main class="${model.selected ? 'has-detail' : 'no-detail'}">
  <div class="list-side">
    ${renderNewPerson(model)}
    <ul class="list" data-live="contacts">${model.contacts.map((contact) => renderContact(model, contact))}</ul>
  </div>
  <section class="detail">${model.selected ? renderThread(model, model.selected) : renderNobody()}</section>
</main>`,
  })

const renderNobody = (): Html =>
  html`<div class="empty"><h2>O celular do cliente</h2><p>Escreva como alguém novo, ou escolha uma conversa para responder como o cliente.</p></div>`

const renderNewPerson = ({
  contacts,
  problem,
}: PhoneModel): Html => html`<details class="compose" ${contacts.length === 0 || problem ? 'open' : ''}>
  <summary>Receber mensagem do WhatsApp</summary>
  ${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
  <form method="post" action="/phone">
    <label>Nome<input name="name" value="Mariana Alves" required maxlength="120"></label>
    <label>Número<input name="from" value="5521998765432" inputmode="tel" pattern="\\+?[0-9]{8,15}" title="País, DDD e número, só algarismos"></label>
    <label>Quem mostra o quê<select name="identity">
      <option value="number">Número</option>
      <option value="both">Número e id de usuário</option>
      <option value="user">Só o id de usuário</option>
    </select></label>
    <label>Quando<select name="age">
      <option value="now">Agora</option>
      <option value="old">Há 25 horas: janela fechada</option>
    </select></label>
    <label class="wide">Mensagem<textarea name="body" rows="2" required maxlength="4096">Boa tarde, gostaria de falar com um advogado.</textarea></label>
    <button>Enviar ao escritório</button>
  </form>
</details>`

const renderContact = (model: PhoneModel, contact: Contact): Html => html`<li>
  <a href="${linkTo(contact)}" ${model.selected?.key === contact.key ? 'aria-current=true' : ''}>
    <strong>${contact.name}</strong>
    <time datetime="${contact.lastAt}">${formatTime(contact.lastAt)}</time>
    <span class="to">${addressOf(contact)}</span><span></span>
    <span class="preview">${contact.lastText}</span>
  </a>
</li>`

export const linkTo = ({ key }: Pick<Contact, 'key'>): string => `/phone/${encodeURIComponent(key)}`

const addressOf = ({ number, userId }: Contact): string => (number === undefined ? (userId ?? '') : `+${number}`)

const renderThread = (model: PhoneModel, contact: Contact): Html => html`
  <a class="back" href="/phone">← Voltar às conversas</a>
  <div class="phone">
    <header><strong>${contact.name}</strong><span class="quiet">${addressOf(contact)}</span>
      <span class="tag ${model.isWindowOpen ? 'accepted' : 'replayed'}" data-live="window">${model.isWindowOpen ? 'Janela de 24 h aberta' : 'Janela fechada: só modelos chegam'}</span>
      <form method="post" action="${linkTo(contact)}/read"><button class="plain">Marcar como lidas</button></form>
    </header>
    <ol class="bubbles" data-live="thread" aria-label="Mensagens">${
      model.thread.length === 0 ? html`<li class="none">Nenhuma mensagem ainda.</li>` : model.thread.map(renderBubble)
    }</ol>
    <form class="write" method="post" action="${linkTo(contact)}">
      <label class="hidden" for="kind">Tipo</label>
      <select id="kind" name="kind">
        <option value="text">Texto</option><option value="image">Foto</option><option value="audio">Áudio</option>
        <option value="document">Documento</option><option value="location">Local</option>
        <option value="contacts">Contato</option><option value="sticker">Figurinha</option>
        <option value="unsupported">Não suportada</option>
      </select>
      <label class="hidden" for="body">Mensagem de ${contact.name}</label>
      <textarea id="body" name="body" rows="1" required maxlength="4096" placeholder="Mensagem" autofocus></textarea>
      <button>Enviar</button>
    </form>
  </div>`

const ticks: Readonly<Record<NonNullable<ThreadMessage['status']>, string>> = {
  accepted: '○',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓',
  failed: '!',
}

const renderBubble = ({
  isFromFirm,
  text,
  at,
  status,
  isTemplate,
  isLost,
}: ThreadMessage): Html => html`<li class="${isFromFirm ? 'firm' : 'own'}${status === 'failed' || isLost ? ' failed' : ''}">
  <span class="hidden">${isFromFirm ? 'Escritório' : 'Cliente'}:</span>${isTemplate ? html`<em>Modelo</em> ` : ''}<span class="text">${text}</span>
  <span class="meta"><time datetime="${at}">${formatClock(at)}</time>${
    status ? html` <span class="tick ${status}">${ticks[status]} ${messageStatusLabels[status]}</span>` : ''
  }${isLost ? html` <span class="tick failed">! não chegou ao site</span>` : ''}</span>
</li>`
