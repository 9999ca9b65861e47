import { describe, expect, it } from 'vitest'
import { CircuitOpenError, createCircuitBreaker } from './circuit-breaker.ts'
import type { RedisStore } from './store.ts'

/** A store that works or fails as told, and a circuit over it at a time that stands still. */
function createCircuit() {
  const redis = { isDown: true, commands: 0, pings: 0, nowMs: 0 }
  const readyListeners: (() => void)[] = []
  const pending: PromiseWithResolvers<void>[] = []
  let holdsPings = false
  const command: RedisStore['command'] = async (name) => {
    if (name === 'PING') redis.pings += 1
    else redis.commands += 1
    const isDown = redis.isDown
    if (name === 'PING' && holdsPings) {
      const held = Promise.withResolvers<void>()
      pending.push(held)
      await held.promise
    }
    if (isDown) throw new Error('down')
    return 'OK'
  }
  const store: RedisStore = {
    command,
    publish: (channel) => command(channel),
    run: (name) => Promise.reject(new Error(`${name} is not of this test`)),
    onReady: (listener) => void readyListeners.push(listener),
  }
  const circuit = createCircuitBreaker({ store, clock: () => redis.nowMs })
  const call = () => circuit.command('GET', 'a').catch((error: unknown) => error)
  return {
    redis,
    circuit,
    call,
    async open() {
      for (let calls = 0; calls < 3; calls += 1) await call()
    },
    /** The connection was made anew. */
    connect: () => readyListeners.forEach((listener) => void listener()),
    holdPings: () => {
      holdsPings = true
    },
    releasePings: () => {
      holdsPings = false
      for (const held of pending.splice(0)) held.resolve()
    },
    /** One call later, with what it set off settled. */
    async callAt(nowMs: number) {
      redis.nowMs = nowMs
      const answer = await call()
      await new Promise((resolve) => setImmediate(resolve))
      return answer
    },
  }
}

describe('a circuit', () => {
  it('opens at the third failure in a row, and refuses calls without asking Redis', async () => {
    const { redis, circuit, call, open } = createCircuit()
    await open()
    expect(circuit.isOpen()).toBe(true)
    expect(await call()).toBeInstanceOf(CircuitOpenError)
    expect(redis).toMatchObject({ commands: 3, pings: 0 })
  })

  it('does not open when a success lies between the failures', async () => {
    const { redis, circuit, call, open } = createCircuit()
    await call()
    await call()
    redis.isDown = false
    expect(await call()).toBe('OK')
    redis.isDown = true
    await call()
    await call()
    expect(circuit.isOpen()).toBe(false)
    await open()
    expect(circuit.isOpen()).toBe(true)
  })

  it('sends one PING by the first call after its pause, and closes by its answer', async () => {
    const { redis, circuit, callAt, open } = createCircuit()
    await open()
    redis.isDown = false
    await callAt(249)
    expect(redis.pings).toBe(0)
    expect(await callAt(250)).toBeInstanceOf(CircuitOpenError)
    expect(redis.pings).toBe(1)
    expect(circuit.isOpen()).toBe(false)
    expect(await callAt(251)).toBe('OK')
  })

  it('asks at least every second while there are calls, however long the outage', async () => {
    const { redis, callAt, open } = createCircuit()
    await open()
    for (let nowMs = 0; nowMs < 60_000; nowMs += 100) await callAt(nowMs)
    const pingsOfAMinute = redis.pings
    for (let nowMs = 60_000; nowMs < 70_000; nowMs += 100) await callAt(nowMs)
    expect(redis.pings - pingsOfAMinute).toBe(10)
  })

  it('tries the moment the connection is back, without a call and without its pause having ended', async () => {
    const { redis, circuit, connect, open } = createCircuit()
    await open()
    redis.isDown = false
    connect()
    expect(redis.pings).toBe(1)
    await expect.poll(circuit.isOpen).toBe(false)
  })

  it('stays open when the connection is back but Redis refuses', async () => {
    const { redis, circuit, callAt, connect, open } = createCircuit()
    await open()
    connect()
    expect(await callAt(10)).toBeInstanceOf(CircuitOpenError)
    expect(redis.pings).toBe(1)
    expect(circuit.isOpen()).toBe(true)
  })

  it('tries again when the connection comes back during a trial that was lost with the one before', async () => {
    const { redis, circuit, callAt, connect, holdPings, releasePings, open } = createCircuit()
    await open()
    holdPings()
    await callAt(250)
    redis.isDown = false
    connect()
    expect(redis.pings).toBe(1)
    releasePings()
    await expect.poll(circuit.isOpen).toBe(false)
    expect(redis.pings).toBe(2)
  })

  it('sends no PING when a connection is made while all is well', async () => {
    const { redis, connect } = createCircuit()
    connect()
    expect(redis.pings).toBe(0)
  })

  it('keeps its pause from growing when the clock goes back', async () => {
    const { redis, callAt, open } = createCircuit()
    redis.nowMs = 1_000_000
    await open()
    await callAt(0)
    expect(redis.pings).toBe(1)
  })
})
