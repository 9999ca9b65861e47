import { closedFolders, type Layer, layers } from '../layers.ts'
import { type Problem, perFile } from '../rule.ts'
import { type ImportRecord, isTestFile, type SourceFile } from '../source-file.ts'

/** DESIGN's import rule: contracts know nothing, machinery knows contracts, features go through services, … */
export const importLayers = perFile((file) => (isTestFile(file.path) ? [] : file.imports.flatMap(checkIn(file))))

const checkIn =
  (file: SourceFile) =>
  (record: ImportRecord): Problem[] => {
    const { target } = record
    if (target === undefined) return []
    const isAllowed = layerAllows(layerOf(file.path), record, target) && !isClosed(file.path, target)
    const kind = record.isType ? 'the type of' : 'the value of'
    return isAllowed ? [] : [{ path: file.path, line: record.line, message: `may not import ${kind} ${target}` }]
  }

const byLongestPrefix = layers.toSorted((a, b) => b.from.length - a.from.length)

const layerOf = (path: string): Layer | undefined => byLongestPrefix.find(({ from }) => path.startsWith(from))

/** A file at the root (a config) belongs to no layer: it may import nothing of ours but other root files. */
function layerAllows(layer: Layer | undefined, { isType }: ImportRecord, target: string): boolean {
  if (!layer) return !target.includes('/')
  const allowed = isType ? [...layer.values, ...layer.types] : layer.values
  return allowed.some((prefix) => target.startsWith(prefix))
}

function isClosed(path: string, target: string): boolean {
  const closed = closedFolders.find(({ folder }) => target.startsWith(folder))
  const isTypeOnlyLayer = path.startsWith('src/') && target === 'server/router.ts'
  return closed !== undefined && !isTypeOnlyLayer && !closed.openTo.some((prefix) => path.startsWith(prefix))
}
