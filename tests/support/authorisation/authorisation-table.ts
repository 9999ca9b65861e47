import { type ActorName, actors } from './actors.ts'

/**
 * Who may do what: the one table that is reviewed. The matrix test calls everything as everyone and compares; a target
 * without a row fails, and so does a row without a target. docs/authorisation-matrix.md shows it.
 *
 * `yes`: let in, whatever comes of it then. `401`: no session. `403`: not theirs. `404`: hidden. `405`: nothing is done
 * there. `entrar`: sent to the sign-in.
 */
export const cells = ['yes', '401', '403', '404', '405', 'entrar'] as const
export type Cell = (typeof cells)[number]
export type Row = Readonly<Record<ActorName, Cell>>

//                         stranger visitor other  client other  attendant lawyer former other  admin
const everyone = rowOf('   yes      yes     yes    yes    yes    yes       yes    yes    yes    yes')
const signedIn = rowOf('   401      yes     yes    yes    yes    yes       yes    yes    yes    yes')
const takesPart = rowOf('  401      yes     403    yes    403    yes       yes    yes    403    yes')
const staff = rowOf('      401      403     403    403    403    yes       yes    yes    yes    yes')
const staffInside = rowOf('401      403     403    403    403    yes       yes    yes    403    yes')
const admins = rowOf('     401      403     403    403    403    403       403    403    403    yes')
const notStaff = rowOf('   yes      yes     yes    yes    yes    403       403    403    403    403')
const staffPage = rowOf('  entrar   403     403    403    403    yes       yes    yes    yes    yes')
const adminPage = rowOf('  entrar   403     403    403    403    403       403    403    403    yes')
const clients = rowOf('    401      403     403    yes    yes    403       403    403    403    403')
const visitors = rowOf('   401      yes     yes    403    403    403       403    403    403    403')
const ownPage = rowOf('    entrar   yes     yes    yes    yes    yes       yes    yes    yes    yes')
const adminsLook = rowOf(' 401      403     403    403    403    403       403    403    403    405')
/** A signature is asked for, which nobody here has. */
const signed = rowOf('     401      401     401    401    401    401       401    401    401    401')
const challenge = rowOf('  403      403     403    403    403    403       403    403    403    403')
const hidden = rowOf('     404      404     404    404    404    404       404    404    404    404')

/** By their names, for whoever looks for the one that fits. */
export const patterns: Readonly<Record<string, Row>> = {
  everyone,
  signedIn,
  takesPart,
  staff,
  staffInside,
  admins,
  clients,
  visitors,
  ownPage,
  notStaff,
  staffPage,
  adminPage,
  signed,
  hidden,
  challenge,
  adminsLook,
}

export const authorisation: Readonly<Record<string, Row>> = {
  'query products.list': everyone,
  'query products.bySlug': everyone,
  'mutation products.create': admins,
  'mutation products.update': admins,
  'mutation products.archive': admins,
  'query agents.list': everyone,
  'query agents.byId': everyone,
  'mutation agents.create': admins,
  'mutation agents.update': admins,
  'mutation agents.archive': admins,

  // Staff talk as staff: a conversation of their own would have two sides that are one person.
  'mutation conversations.start': notStaff,
  'query conversations.mine': signedIn,
  'query conversations.byId': takesPart,
  'subscription conversations.live': takesPart,
  'mutation conversations.setActivity': takesPart,
  'mutation conversations.markRead': takesPart,
  'mutation conversations.assign': staffInside,
  'query conversations.assignees': staff,
  'mutation messages.send': takesPart,
  'query messages.list': takesPart,
  'subscription messages.stream': takesPart,
  // Of a lawyer, what they take part in: see the tests of the inbox.
  'subscription inbox.stream': staff,
  'query notifications.list': signedIn,
  'mutation notifications.markRead': signedIn,
  'subscription notifications.stream': signedIn,
  'query payments.list': staffInside,
  'mutation payments.request': staffInside,
  'query whatsapp.thread': staffInside,

  'query viewer.me': everyone,
  'mutation auth.signOut': everyone,

  'query account.me': signedIn,
  'query account.sessions': signedIn,
  // Their own; of another's nothing is found.
  'mutation account.endSession': signedIn,
  'mutation account.endOtherSessions': signedIn,
  'mutation account.endAllSessions': signedIn,
  'query account.secondFactor': staff,
  'mutation account.beginSecondFactor': staff,
  'mutation account.confirmSecondFactor': staff,
  'mutation account.disableSecondFactor': staff,
  'mutation account.renewRecoveryCodes': staff,
  'query staff.list': admins,
  'mutation staff.invite': admins,
  'mutation staff.resend': admins,
  'mutation staff.cancel': admins,
  'mutation staff.changeRole': admins,
  'mutation staff.deactivate': admins,
  'mutation staff.reactivate': admins,
  'mutation staff.resetSecondFactor': admins,

  'query privacy.own': signedIn,
  'mutation privacy.exportOwn': clients,
  'mutation privacy.requestErasure': clients,
  'query privacy.people': admins,
  'mutation privacy.exportPerson': admins,
  'mutation privacy.erase': admins,
  'query privacy.requests': admins,
  'mutation privacy.refuseRequest': admins,
  'query privacy.retention': admins,
  'mutation privacy.dryRun': admins,
  'query visitors.address': signedIn,
  'mutation visitors.confirmEmail': visitors,

  'query audit.list': admins,
  'query audit.export': admins,
  'query inboundWebhooks.list': admins,
  'mutation inboundWebhooks.process': admins,
  'query jobs.overview': admins,
  'query jobs.deadLetters': admins,
  'query jobs.deadLetter': admins,
  'mutation jobs.redrive': admins,
  'mutation jobs.discard': admins,
  'query jobs.deadLetterCount': admins,
  'mutation jobs.redriveAll': admins,
  'mutation jobs.discardAll': admins,
  'query jobs.trace': admins,
  'query jobs.traceable': admins,
  'query alerts.now': admins,
  'query mail.messages': admins,
  'query mail.suppressions': admins,
  'mutation mail.unsuppress': admins,
  'query cache.stats': admins,
  'query cache.explain': admins,
  'query outgoingWebhooks.list': admins,
  'mutation outgoingWebhooks.create': admins,
  'mutation outgoingWebhooks.update': admins,
  'mutation outgoingWebhooks.delete': admins,
  'mutation outgoingWebhooks.rotateSecret': admins,
  'mutation outgoingWebhooks.test': admins,
  'query outgoingWebhooks.deliveries': admins,
  'query outgoingWebhooks.delivery': admins,
  'mutation outgoingWebhooks.redeliver': admins,
  'mutation outgoingWebhooks.redeliverFailed': admins,

  // Signing in and out: a link, a code, a cookie and its token answer for themselves.
  'GET /api/auth/csrf': everyone,
  'GET /api/auth/session': everyone,
  'GET /api/auth/signin': everyone,
  'GET /api/auth/signin/email': everyone,
  'GET /api/auth/signin/google': everyone,
  'POST /api/auth/signin/email': everyone,
  'GET /api/auth/callback/email': everyone,
  'POST /api/auth/callback/email': everyone,
  // Whoever has a mail's link may read whose it is.
  'POST /api/auth/link': everyone,
  // Where Google is not configured, as here.
  'POST /api/auth/signin/google': hidden,
  'GET /api/auth/callback/google': hidden,
  'POST /api/auth/second-factor': everyone,
  'POST /api/auth/sign-out': everyone,

  'GET /api/products': everyone,
  'GET /api/products/divorcio-consensual': everyone,
  'GET /api/agents': everyone,
  'GET /api/config': everyone,
  'GET /api/openapi.json': everyone,
  'GET /api/health': everyone,
  'GET /api/health/redis': everyone,
  // From this machine and private networks.
  'GET /api/metrics': hidden,
  'GET /api/console/queues': admins,
  'POST /api/console/queues': adminsLook,
  'GET /api/console/audit.csv': admins,
  'GET /api/chat/stream': takesPart,
  // Procedures answer for themselves.
  'GET /api/trpc/viewer.me': everyone,
  'POST /api/trpc/auth.signOut': everyone,
  'GET /api/webhooks/whatsapp': challenge,
  'POST /api/webhooks/whatsapp': signed,

  'gateway GET /healthz': everyone,
  // As /api/metrics.
  'gateway GET /metrics': hidden,
  'gateway GET /api/chat/stream': takesPart,
  // Calls answer for themselves; a socket that stays without a session is closed after ten seconds.
  'gateway WebSocket /trpc': everyone,

  'page /': everyone,
  'page /404': everyone,
  'page /500': everyone,
  'page /servicos/[slug]': everyone,
  'page /conversa': everyone,
  // The frame is anyone's: what it shows comes from the procedures above.
  'page /conversa/[id]': everyone,
  'page /privacidade': everyone,
  'page /widget': everyone,
  'page /entrar': everyone,
  'page /conta': ownPage,
  'page /entrar/codigo': everyone,
  'page /entrar/confirmar': everyone,
  'page /entrar/erro': everyone,
  'page /painel/[[...id]]': staffPage,
  // Sends to the first page of the console.
  'page /console': everyone,
  'page /console/alerts': adminPage,
  'page /console/audit': adminPage,
  'page /console/cache': adminPage,
  'page /console/dead-letters': adminPage,
  'page /console/dead-letters/[id]': adminPage,
  'page /console/jobs': adminPage,
  'page /console/mail': adminPage,
  'page /console/privacy': adminPage,
  'page /console/staff': adminPage,
  'page /console/trace': adminPage,
  'page /console/trace/[id]': adminPage,
  'page /console/webhooks': adminPage,
}

function rowOf(line: string): Row {
  const words = line.trim().split(/\s+/)
  const entries = actors.map(({ name }, index) => [name, cells.find((cell) => cell === words[index])] as const)
  const row = Object.fromEntries(entries)
  if (words.length !== actors.length || !isRow(row)) throw new Error(`no row of the table: ${line}`)
  return row
}

function isRow(row: Readonly<Record<string, Cell | undefined>>): row is Row {
  return actors.every(({ name }) => row[name] !== undefined)
}
