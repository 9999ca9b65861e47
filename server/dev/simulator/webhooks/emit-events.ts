import { shuffle } from '../random.ts'
import type { SettingsHolder } from '../settings.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { EventRule, EventRules } from './event-rules.ts'
import type { EventStore } from './event-store.ts'
import type { DeliverOptions, EventDraft, EventState, WebhookEvent } from './webhook-events.ts'

export interface Emitter {
  /** Records the events, copies included, and sets off their delivery as the options and the rules say. */
  emit(drafts: readonly EventDraft[], deliver?: DeliverOptions): WebhookEvent[]
  /** Sends what shuffling rules have collected so far. */
  release(rules: readonly EventRule[]): void
}

interface EmitterOptions {
  readonly events: EventStore
  readonly eventRules: EventRules
  readonly dispatcher: Dispatcher
  readonly settings: SettingsHolder
  readonly clock: () => number
}

const asIs: DeliverOptions = { delayMs: 0, copies: 1, signature: 'valid' }

export function createEmitter({ events, eventRules, dispatcher, settings, clock }: EmitterOptions): Emitter {
  const collected = new Map<number, number[]>()

  function emitOne(draft: EventDraft, deliver: DeliverOptions): WebhookEvent[] {
    const plan = eventRules.take(draft)
    const state = chooseState(settings, plan.heldBy)
    const copies = Math.max(deliver.copies, plan.copies)
    return Array.from({ length: copies }, (_, index) => {
      const event = events.append({
        ...draft,
        createdAt: new Date(clock()).toISOString(),
        copy: index + 1,
        signature: deliver.signature === 'valid' ? plan.signature : deliver.signature,
        ...(deliver.attempts === undefined ? {} : { maxAttempts: deliver.attempts }),
        state,
        attempts: [],
      })
      if (state === 'waiting') dispatcher.schedule(event.seq, deliver.delayMs + plan.delayMs)
      if (state === 'held' && plan.heldBy) hold(event.seq, plan.heldBy)
      return event
    })
  }

  function hold(seq: number, rule: EventRule): void {
    const seqs = [...(collected.get(rule.id) ?? []), seq]
    collected.set(rule.id, seqs)
    if (seqs.length < (rule.shuffled?.hold ?? 0)) return
    eventRules.remove(rule.id)
    release(rule)
  }

  function release(rule: EventRule): void {
    const seqs = shuffle(collected.get(rule.id) ?? [], rule.shuffled?.seed ?? 1)
    collected.delete(rule.id)
    for (const seq of seqs) events.update(seq, { state: 'waiting', attempts: [] })
    if (rule.shuffled?.atOnce) for (const seq of seqs) dispatcher.schedule(seq, 0)
    else dispatcher.sendInOrder(seqs)
  }

  return {
    emit: (drafts, deliver = asIs) => drafts.flatMap((draft) => emitOne(draft, deliver)),
    release: (rules) => {
      for (const rule of rules) if (collected.has(rule.id)) release(rule)
    },
  }
}

function chooseState(settings: SettingsHolder, heldBy: EventRule | undefined): EventState {
  if (settings.current().site === null) return 'undeliverable'
  return heldBy ? 'held' : 'waiting'
}
