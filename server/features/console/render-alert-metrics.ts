import { Gauge, Registry } from 'prom-client'
import type { Services } from '../../services.ts'
import { readAlertsNow } from './alerts-now.ts'

/**
 * The alerts in Prometheus' text format, of the whole installation. What watches from outside must hear of a dead worker,
 * which raises no alert of its own: its silence is told by whoever serves this.
 */
export async function renderAlertMetrics(services: Services): Promise<string> {
  const registry = new Registry()
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const raised = gauge('plantao_alert_raised', '1 while the alert is raised', ['alert'])
  const value = gauge('plantao_alert_value', 'The latest reading; absent where there was nothing to measure', ['alert'])
  const threshold = gauge('plantao_alert_threshold', 'From the environment', ['alert'])
  const silence = gauge('plantao_worker_silent_seconds', 'Since a worker last read the alerts, as it does every minute')
  const silent = gauge('plantao_worker_silent', '1 when that is longer than it may be')
  const { alerts, worker } = await readAlertsNow(services)
  for (const alert of alerts) {
    raised.set({ alert: alert.name }, Number(alert.isRaised))
    threshold.set({ alert: alert.name }, alert.threshold)
    if (alert.value !== null) value.set({ alert: alert.name }, alert.value)
  }
  silence.set(worker.silentMs / 1_000)
  silent.set(Number(worker.isSilent))
  return registry.metrics()
}
