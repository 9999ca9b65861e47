import { expect, test } from 'vitest'
import { type Evidence, isFaultless, judge } from './oracle.ts'

const conversation: Evidence = {
  mutations: [{ id: 'm1', kind: 'conversation', isAcknowledged: true }],
  stored: [{ id: 'm1', kind: 'conversation', subjectId: 'c1' }],
  jobs: [
    { id: 'j1', name: 'email-firm-new-conversation', subjectId: 'c1', outcome: 'done' },
    { id: 'j2', name: 'email-visitor-new-conversation', subjectId: 'c1', outcome: 'done' },
    { id: 'j3', name: 'notify-new-message', subjectId: 'c1', outcome: 'done' },
  ],
  replies: [],
  effects: [
    { provider: 'resend', key: 'j1' },
    { provider: 'resend', key: 'j2' },
  ],
}
const reply: Evidence = {
  mutations: [{ id: 'm2', kind: 'reply', isAcknowledged: true }],
  stored: [{ id: 'm2', kind: 'reply', subjectId: 'e1' }],
  jobs: [{ id: 'j4', name: 'whatsapp-send', subjectId: 'e1', outcome: 'done' }],
  replies: [{ id: 'e1', state: 'delivered' }],
  effects: [{ provider: 'whatsapp', key: 'e1' }],
}

test.each([
  { what: 'a conversation with both its mails', evidence: conversation, enqueued: 2 },
  { what: 'a reply that was sent', evidence: reply, enqueued: 1 },
  { what: 'a mutation that was given up and not stored', evidence: { ...reply, mutations: [] }, enqueued: 1 },
])('$what is faultless', ({ evidence, enqueued }) => {
  const verdict = judge(evidence)
  expect(verdict).toMatchObject({ enqueued, effects: enqueued })
  expect(isFaultless(verdict)).toBe(true)
})

const [mail, ...otherMails] = conversation.effects
const [firmJob, ...otherJobs] = conversation.jobs
const [, visitorJob] = conversation.jobs
if (!mail || !firmJob || !visitorJob) throw new Error('the example is incomplete')

test.each([
  { fault: 'lost', evidence: { ...conversation, effects: [mail] } },
  { fault: 'lost', evidence: { ...reply, effects: [], replies: [{ id: 'e1', state: 'sent' }] } },
  { fault: 'doubled', evidence: { ...conversation, effects: [mail, mail, ...otherMails] } },
  { fault: 'foreign', evidence: { ...conversation, effects: [mail, ...otherMails, { ...mail, key: 'j9' }] } },
  { fault: 'unstored', evidence: { ...reply, stored: [] } },
  { fault: 'storedTwice', evidence: { ...reply, stored: [...reply.stored, ...reply.stored] } },
  { fault: 'unqueued', evidence: { ...conversation, jobs: [firmJob], effects: [mail] } },
  { fault: 'unfinished', evidence: { ...conversation, jobs: [{ ...firmJob, outcome: null }, ...otherJobs] } },
  { fault: 'dead', evidence: { ...conversation, jobs: [{ ...firmJob, outcome: 'dead' }, ...otherJobs] } },
  { fault: 'unreconciled', evidence: { ...reply, replies: [{ id: 'e1', state: 'unknown' }] } },
  { fault: 'unsure', evidence: { ...reply, effects: [], replies: [{ id: 'e1', state: 'unknown' }] } },
] satisfies { fault: string; evidence: Evidence }[])('$fault is found', ({ fault, evidence }) => {
  const verdict = judge(evidence)
  expect(verdict).toMatchObject({ [fault]: 1 })
  expect(isFaultless(verdict)).toBe(false)
})

test('a job that was called off has no effect', () => {
  const canceled = { ...firmJob, outcome: 'canceled' } as const
  const jobs = [canceled, ...otherJobs]
  expect(isFaultless(judge({ ...conversation, jobs, effects: otherMails }))).toBe(true)
  expect(judge({ ...conversation, jobs })).toMatchObject({ unreconciled: 1 })
})

test('a dead letter, or a message of which nobody knows, is a fault only where the scenario does not speak of it', () => {
  const unsure = judge({ ...reply, effects: [], replies: [{ id: 'e1', state: 'unknown' }] })
  expect(isFaultless(unsure, { unsure: 1 })).toBe(true)
  const dead = judge({ ...conversation, jobs: [{ ...firmJob, outcome: 'dead' }, ...otherJobs] })
  expect(isFaultless(dead, { dead: 1 })).toBe(true)
})
