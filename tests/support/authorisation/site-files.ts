import { readdirSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '#server/dev/project-root.ts'

const pages = path.join(projectRoot, 'src/pages')

export interface SiteFile {
  /** As Next names it: `/api/products/[slug]`. */
  readonly route: string
  readonly file: string
}

/** Every file of src/pages that has an address; the frames of all pages (`_app`) have none. */
export const siteFiles: readonly SiteFile[] = readdirSync(pages, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !path.basename(name).startsWith('_'))
  .map((name) => ({ route: routeOf(name), file: path.join(pages, name) }))
  .toSorted((left, right) => left.route.localeCompare(right.route))

function routeOf(name: string): string {
  const bare = `/${name.replace(/\.tsx?$/, '')}`
  return bare.replace(/\/index$/, '') || '/'
}

/** The segments that an address gives a route; undefined where it is not its address. */
export function matchRoute(route: string, address: string): Record<string, string | string[]> | undefined {
  const names: { readonly name: string; readonly isMany: boolean }[] = []
  const pattern = route.replace(/\/\[\[?(\.{3})?(\w+)\]?\]/g, (segment, dots: string | undefined, name: string) => {
    names.push({ name, isMany: dots !== undefined })
    if (dots === undefined) return '/([^/]+)'
    return segment.startsWith('/[[') ? '(?:/(.+))?' : '/(.+)'
  })
  const found = new RegExp(`^${pattern.replaceAll('.csv', '\\.csv')}$`).exec(address)
  if (!found) return undefined
  return Object.fromEntries(
    names.flatMap(({ name, isMany }, index) => {
      const value = found[index + 1]
      return value === undefined ? [] : [[name, isMany ? value.split('/') : value]]
    }),
  )
}
