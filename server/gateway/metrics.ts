import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Registry } from 'prom-client'
import type { HubStats } from '../realtime/hub/hub.ts'
import type { LiveStats } from '../realtime/live/live.ts'
import type { Realtime } from '../realtime/realtime.ts'
import type { House } from '../realtime/sockets/house.ts'

export interface Metrics {
  readonly contentType: string
  /** Prometheus' text format. */
  render(): Promise<string>
  close(): void
}

interface MetricsOptions {
  readonly house: House
  readonly countNow: () => NowCounts
  readonly realtime: Realtime
}

export interface NowCounts {
  readonly sockets: number
  readonly streams: number
  readonly subscriptions: number
  readonly bufferedBytes: number
}

const nanosecondsPerSecond = 1e9

/** Numbers are collected when they are asked for; nothing is paid between two scrapes. */
export function createMetrics({ house, countNow, realtime }: MetricsOptions): Metrics {
  const registry = new Registry()
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  addSocketMetrics(registry, house, countNow)
  addDelayMetrics(registry, delay)
  addHubMetrics(registry, () => realtime.hub.stats())
  addLiveMetrics(registry, () => realtime.live.stats())
  addProcessMetrics(registry)
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    close: () => delay.disable(),
  }
}

type Values = () => Iterable<readonly [label: string, value: number]>

function addSocketMetrics(registry: Registry, { tally, watch }: House, countNow: () => NowCounts): void {
  const gauge = createGauges(registry)
  const counter = createCounters(registry)
  gauge('sockets', 'Open WebSockets', () => countNow().sockets)
  gauge('sse_streams', 'Open event streams', () => countNow().streams)
  gauge('sessions', 'Sessions that hold them', () => watch.size)
  gauge('subscriptions', 'Open tRPC subscriptions', () => countNow().subscriptions)
  gauge('buffered_bytes', 'Written, not yet taken by the network', () => countNow().bufferedBytes)
  counter('opened_total', 'Sockets and streams opened', () => tally.opened)
  counter('frames_total', 'Frames received', () => tally.frames)
  counter('pings_total', 'PINGs and PONGs received', () => tally.pings)
  counter('closed_total', 'Sockets and streams that ended', { label: 'reason', values: () => tally.endings })
  counter('refused_connections_total', 'Turned away at the door', {
    label: 'reason',
    values: () => tally.refusedConnections,
  })
  counter('refused_calls_total', 'Calls refused before tRPC', { label: 'reason', values: () => tally.refusedCalls })
  counter('sessions_ended_total', 'Sessions seen to end before their time', {
    label: 'by',
    values: () => Object.entries(watch.counts),
  })
}

function addHubMetrics(registry: Registry, stats: () => HubStats): void {
  const gauge = createGauges(registry)
  const counter = createCounters(registry)
  gauge('topics', 'Conversations and people followed', () => stats().topicsNow)
  gauge('hub_subscribers', 'Attached to the hub', () => stats().subscribersNow)
  gauge('hub_joining', 'Of those, waiting for a head or for history', () => stats().joiningNow)
  gauge('ring_bytes', 'Events kept encoded', () => stats().ringBytesNow)
  counter('deliveries_total', 'Events written to subscribers', () => stats().deliveries)
  counter('duplicates_total', 'Messages of Redis that were known', () => stats().duplicates)
  counter('parked_total', 'Messages of Redis that came early', () => stats().parked)
  counter('repairs_total', 'Events that Redis did not bring in time', () => stats().repaired)
  counter('reads_total', 'Looked up for subscribers', {
    label: 'of',
    values: () => [
      ['window', stats().windowReads],
      ['history', stats().historyReads],
      ['heads', stats().headReads],
    ],
  })
  counter('lost_probes_total', 'Probe messages that did not come back', () => stats().lostProbes)
  counter('resyncs_total', 'Cursors that could not be replayed', {
    label: 'reason',
    values: () => Object.entries(stats().resyncs),
  })
}

function addLiveMetrics(registry: Registry, stats: () => LiveStats): void {
  const gauge = createGauges(registry)
  const counter = createCounters(registry)
  gauge('live_rooms', 'Conversations whose presence is followed', () => stats().presence.rooms)
  gauge('live_views', 'People present at them', () => stats().presence.views)
  gauge('inbox_readers', 'Staff who follow the inbox', () => stats().inbox.readers)
  gauge('inbox_panes', 'Different lists among theirs', () => stats().inbox.panes)
  counter('inbox_comparisons_total', 'Comparisons of the inbox with Postgres', () => stats().inbox.repairs)
  counter('inbox_repairs_total', 'Rows of the inbox that Redis did not bring', () => stats().inbox.foundRows)
  gauge('notification_readers', 'Open bells', () => stats().notifications.readers)
}

/** The longest and the usual delay of the event loop since the last scrape. */
function addDelayMetrics(registry: Registry, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  new Gauge({
    name: 'plantao_gateway_event_loop_delay_seconds',
    help: 'Delay of the event loop since the last scrape',
    labelNames: ['quantile'],
    registers: [registry],
    collect() {
      for (const percent of [50, 99]) this.set({ quantile: percent / 100 }, seconds(delay.percentile(percent)))
      this.set({ quantile: 1 }, seconds(delay.max))
      delay.reset()
    },
  })
}

/** Before the first sample the histogram answers nonsense: its minimum is the largest number. */
const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / nanosecondsPerSecond : 0)

function addProcessMetrics(registry: Registry): void {
  const gauge = createGauges(registry)
  const counter = createCounters(registry)
  gauge('resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss())
  gauge('heap_used_bytes', 'Of that, live JavaScript objects', () => process.memoryUsage().heapUsed)
  counter('cpu_seconds_total', 'Processor time of the process', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
}

const createGauges = (registry: Registry) => (name: string, help: string, read: () => number) =>
  new Gauge({
    name: `plantao_gateway_${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })

interface Labelled {
  readonly label: string
  readonly values: Values
}

/** Counters that are kept elsewhere: set anew at each scrape. */
const createCounters = (registry: Registry) => (name: string, help: string, source: (() => number) | Labelled) => {
  const label = typeof source === 'function' ? undefined : source.label
  return new Counter({
    name: `plantao_gateway_${name}`,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    collect() {
      this.reset()
      if (typeof source === 'function') return void this.inc(source())
      for (const [value, count] of source.values()) this.inc({ [source.label]: value }, count)
    },
  })
}
