import type { Problem, Rule } from '../rule.ts'
import type { SourceFile } from '../source-file.ts'

/** No file reaches itself through static, dynamic or type imports (Tarjan's strongly connected components, 1972). */
export const importCycles: Rule = (files) => {
  const graph = new Map(files.map((file) => [file.path, targetsOf(file)]))
  return stronglyConnected(graph)
    .filter((group) => group.length > 1 || group.some((path) => graph.get(path)?.includes(path)))
    .map(describeCycle)
}

const targetsOf = (file: SourceFile): string[] => file.imports.flatMap(({ target }) => target ?? [])

function describeCycle(group: string[]): Problem {
  const [path = ''] = group.toSorted()
  return { path, line: 1, message: `is in an import cycle: ${group.toReversed().join(' → ')}` }
}

interface Visit {
  readonly index: number
  low: number
  isOpen: boolean
}

function stronglyConnected(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const visits = new Map<string, Visit>()
  const open: string[] = []
  const groups: string[][] = []

  const enter = (path: string): Visit => {
    const visit: Visit = { index: visits.size, low: visits.size, isOpen: true }
    visits.set(path, visit)
    open.push(path)
    for (const target of graph.get(path) ?? []) visit.low = Math.min(visit.low, lowFrom(target))
    if (visit.low === visit.index) groups.push(closeGroup(path))
    return visit
  }
  const lowFrom = (target: string): number => {
    if (!graph.has(target)) return Number.POSITIVE_INFINITY
    const seen = visits.get(target)
    if (!seen) return enter(target).low
    return seen.isOpen ? seen.index : Number.POSITIVE_INFINITY
  }
  const closeGroup = (path: string): string[] => {
    const group = open.splice(open.indexOf(path))
    for (const member of group) {
      const visit = visits.get(member)
      if (visit) visit.isOpen = false
    }
    return group
  }

  for (const path of graph.keys()) if (!visits.has(path)) enter(path)
  return groups
}
