import { Secret, TOTP } from 'otpauth'
import { newId } from '#server/contracts/ids.ts'
import { givenPerson } from '#tests/support/people.ts'
import type { AuditWorld } from './audit-world.ts'
import { asAdmin, type MakeScene } from './scene.ts'

const givenInvited = async (world: AuditWorld) => {
  const email = `${newId()}@garcezpalha.example`
  return (await world.admin()).staff.invite({ name: 'Nova Pessoa', email, role: 'attendant' })
}

const givenStaff = async ({ sql }: AuditWorld, isActive = true) => ({
  id: await givenPerson(sql, { role: 'lawyer', isActive }),
})

const givenClient = async ({ sql, stack }: AuditWorld) => {
  const id = await givenPerson(sql, { role: 'client' })
  return { id, cookie: await stack.signIn({ userId: id, role: 'client' }) }
}

const givenRequest = async (world: AuditWorld) => {
  const { id, cookie } = await givenClient(world)
  await world.stack.caller({ cookie }).privacy.requestErasure()
  const open = await (await world.admin()).privacy.requests()
  return open.find(({ person }) => person.id === id)?.id
}

/** A lawyer who has a telephone, but has not confirmed it yet. */
async function givenTelephone({ sql, stack }: AuditWorld) {
  const id = await givenPerson(sql, { role: 'lawyer' })
  const cookie = await stack.signIn({ userId: id, role: 'lawyer' })
  const { secret } = await stack.caller({ cookie }).account.beginSecondFactor()
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  return { id, cookie, input: { code: totp.generate({ timestamp: stack.services.clock() }) } }
}

const byRecoveryCode: MakeScene = async (world) => {
  const { cookie, recoveryCodes } = await givenSecondFactor(world)
  return { cookie, input: { code: recoveryCodes[0] } }
}

async function givenSecondFactor(world: AuditWorld) {
  const { id, cookie, input } = await givenTelephone(world)
  const { recoveryCodes } = await world.stack.caller({ cookie }).account.confirmSecondFactor(input)
  return { id, cookie, recoveryCodes }
}

const ownSession: MakeScene = async (world) => ({ cookie: await world.adminCookie() })

/** The mutations about accounts: one's own, the staff's, visitors' and clients'. */
export const peopleScenes: Readonly<Record<string, MakeScene>> = {
  'auth.signOut': ownSession,
  'account.endSession': async ({ stack, adminId }) => {
    const user = { userId: adminId, role: 'admin' } as const
    const { id } = await stack.services.sessions.create(user)
    return { cookie: await stack.signIn(user), input: { id } }
  },
  'account.endOtherSessions': ownSession,
  'account.endAllSessions': ownSession,
  'account.beginSecondFactor': async ({ sql, stack }) => ({
    cookie: await stack.signIn({ userId: await givenPerson(sql, { role: 'lawyer' }), role: 'lawyer' }),
  }),
  'account.confirmSecondFactor': givenTelephone,
  'account.disableSecondFactor': byRecoveryCode,
  'account.renewRecoveryCodes': byRecoveryCode,

  'staff.invite': asAdmin(() => ({
    ...{ name: 'Nova Pessoa', email: `${newId()}@garcezpalha.example`, role: 'lawyer' },
  })),
  'staff.resend': asAdmin(givenInvited),
  'staff.cancel': asAdmin(givenInvited),
  'staff.changeRole': asAdmin(async (world) => ({ ...(await givenStaff(world)), role: 'attendant' })),
  'staff.deactivate': asAdmin((world) => givenStaff(world)),
  'staff.reactivate': asAdmin((world) => givenStaff(world, false)),
  'staff.resetSecondFactor': asAdmin(async (world) => ({ id: (await givenSecondFactor(world)).id })),

  'visitors.confirmEmail': async (world) => ({
    cookie: (await world.visitor()).cookie,
    input: { email: `${newId()}@correio.example` },
  }),

  'privacy.exportPerson': asAdmin(async (world) => ({ id: (await givenClient(world)).id })),
  'privacy.erase': asAdmin(async (world) => ({ id: (await givenClient(world)).id })),
  'privacy.refuseRequest': asAdmin(async (world) => ({ id: await givenRequest(world), reason: 'legal_duty' })),
  'privacy.dryRun': asAdmin(() => undefined),
  'privacy.exportOwn': async (world) => ({ cookie: (await givenClient(world)).cookie, input: {} }),
  'privacy.requestErasure': async (world) => ({ cookie: (await givenClient(world)).cookie }),
}
