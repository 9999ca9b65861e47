import { expect, test } from 'vitest'
import { readMetric } from './read-metric.ts'

const text = [
  '# TYPE plantao_gateway_resyncs_total counter',
  'plantao_gateway_resyncs_total{reason="gap"} 2',
  'plantao_gateway_resyncs_total{reason="epoch"} 3',
  'plantao_gateway_repairs_total 7',
  'plantao_gateway_repairs_total_of_others 9',
].join('\n')

test('labels are added up unless one is named', () => {
  expect(readMetric(text, 'resyncs_total')).toBe(5)
  expect(readMetric(text, 'resyncs_total{reason="gap"}')).toBe(2)
  expect(readMetric(text, 'repairs_total')).toBe(7)
  expect(readMetric(text, 'sockets')).toBe(0)
})
