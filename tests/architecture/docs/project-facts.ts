import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parseSourceFile } from '../source-file.ts'
import type { ProjectFacts } from './doc-problems.ts'
import { type Document, parseDocument } from './markdown.ts'

const packageJson = z.object({ scripts: z.record(z.string(), z.string()) })

export function readDocuments(root: string): Document[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`)
  return ['README.md', 'CONTRIBUTING.md', ...inDocs.filter((path) => path.endsWith('.md'))].map((path) =>
    parseDocument(path, readFileSync(join(root, path), 'utf8')),
  )
}

export function readProjectFacts(root: string): ProjectFacts {
  const { scripts } = packageJson.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  return {
    hasPath: (path) => existsSync(join(root, path)),
    scripts: new Set(Object.keys(scripts)),
    variables: new Set([...environmentNames(root), ...composeNames(root)]),
  }
}

/** The variables that server/env.ts knows: the capitalised keys of its schema. */
export function environmentNames(root: string): string[] {
  const names = new Set<string>()
  const file = parseSourceFile('server/env.ts', readFileSync(join(root, 'server/env.ts'), 'utf8'))
  file.visit({
    Property({ key }) {
      if (key.type === 'Identifier' && /^[A-Z][A-Z0-9_]+$/.test(key.name)) names.add(key.name)
    },
  })
  return [...names].sort()
}

/** The variables that .env.example names, commented out or not. */
export function exampleNames(root: string): string[] {
  const text = readFileSync(join(root, '.env.example'), 'utf8')
  return [...new Set([...text.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].flatMap(([, name]) => name ?? []))].sort()
}

/** The variables that docker-compose.yml hands to the application's containers. */
export function composeEnvironment(root: string): string[] {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8')
  const block = text.match(/^x-app-environment:.*\n((?: {2}.*\n)+)/m)?.[1] ?? ''
  return [...block.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].flatMap(([, name]) => name ?? [])
}

const composeNames = (root: string): string[] =>
  [...readFileSync(join(root, 'docker-compose.yml'), 'utf8').matchAll(/\$\{(\w+)/g)].flatMap(([, name]) => name ?? [])
