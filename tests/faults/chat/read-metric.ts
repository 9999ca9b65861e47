/**
 * One number of Prometheus' text: every line of that name added up, or the one line where labels are given, as they
 * stand there. 0 where it is not counted yet.
 */
export function readMetric(text: string, name: string): number {
  const full = `plantao_gateway_${name}`
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${full} `) || line.startsWith(`${full}{`))
    .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0)
}
