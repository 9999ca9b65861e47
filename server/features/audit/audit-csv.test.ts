import { describe, expect, it } from 'vitest'
import type { AuditRow } from '../../contracts/audit.ts'
import { csvHead, csvLines } from './audit-csv.ts'

const named = (name: string): AuditRow => ({
  ...{ id: 7, at: '2026-11-23T10:00:00.000001+00:00', action: 'staff.invite', result: 'ok', code: null, via: 'http' },
  ...{ agent: 'Firefox 133 · Linux', ip: '203.0.113.7', callId: null, details: { fields: ['a', 'b'] } },
  actor: { id: '019c0000-0000-7000-8000-000000000001', name, role: 'admin' },
  subject: null,
})

/** The person's cell of a line. */
const cellOf = (name: string): string | undefined =>
  /^[^,]*,[^,]*,[^,]*,[^,]*,("(?:[^"]|"")*"|[^,]*),/.exec(csvLines([named(name)]))?.[1]

describe('the file of the audit log', () => {
  it('has a head in the reader’s language, marked as UTF-8', () => {
    expect(csvHead('pt-BR')).toMatch(/^\u{feff}Quando,Resultado,.*,Detalhes\r\n$/u)
    expect(csvHead('en')).toMatch(/^\u{feff}When,Result,.*,Details\r\n$/u)
  })

  it('has as many cells in each line as its head, ended by CRLF', () => {
    const lines = `${csvHead('en')}${csvLines([named('Ana'), named('Bia')])}`.split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[3]).toBe('')
    expect(lines[1]).toBe(
      '2026-11-23T10:00:00.000001+00:00,ok,,staff.invite,Ana,admin,019c0000-0000-7000-8000-000000000001,,,,' +
        '203.0.113.7,Firefox 133 · Linux,http,,"{""fields"":[""a"",""b""]}"',
    )
  })

  it.each([
    ['Ana "Nina" Prado', '"Ana ""Nina"" Prado"'],
    ['Prado, Ana', '"Prado, Ana"'],
    ['Ana\r\nPrado', '"Ana\r\nPrado"'],
    ['Ana Prado', 'Ana Prado'],
  ])('quotes %j as RFC 4180 has it', (name, cell) => {
    expect(cellOf(name)).toBe(cell)
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', "=cmd|' /C calc'!A0", '＝1', '=HYPERLINK("http://x","y")'])(
    'makes no formula of %j',
    (name) => {
      expect(cellOf(name)).toMatch(/^"?'/)
    },
  )

  // Where lists are written with commas in numbers, spreadsheets split at semicolons, and know nothing of our quotes.
  it.each([
    ["Ana;=cmd|'/C calc'!A0;", "Ana;'=cmd|'/C calc'!A0;"],
    ['Ana;=HYPERLINK("http://x");', `"Ana;'=HYPERLINK(""http://x"");"`],
    ['Ana; "=1+1"', `"Ana; ""'=1+1"""`],
    ['Ana\t=1+1', "Ana\t'=1+1"],
    ['Ana\n＝1+1;-2', `"Ana\n'＝1+1;'-2"`],
    ['Ana;;@SUM(A1)', "Ana;;'@SUM(A1)"],
    ['Ana; sócia - civil', 'Ana; sócia - civil'],
  ])('makes no formula of a later part of %j', (name, cell) => {
    expect(cellOf(name)).toBe(cell)
  })

  // Excel in Portuguese takes ';' for what parts cells, whatever the file was written with; others ask, or take tabs.
  it.each([';', '\t', ','])('makes none where %j parts the cells', (separator) => {
    for (const sign of ['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
      for (const before of ['', '"', '""', ' ', '\t', "'", '" "', '\r\n', '\n', '\u{feff}']) {
        const name = `Ana${separator}${before}${sign}cmd|'/C calc'!A0${separator}`
        const cells = cellsOf(csvLines([named(name)]), separator)
        expect(
          cells.filter((cell) => /^[\s"\u{feff}]*[=+\-@＝＋－＠]/u.test(cell)),
          JSON.stringify(name),
        ).toEqual([])
      }
    }
  })

  it.each(['Ana-Maria', 'Ana; Bia', 'Prado, Ana - filha', 'a=b', 'Ana@Prado'])('leaves %j as it is', (name) => {
    expect(cellOf(name)?.replaceAll('"', '')).toBe(name.includes(',') ? name : name.replaceAll('"', ''))
  })
})

/** As a spreadsheet reads them: quotes count where a cell begins with one. */
function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = []
  for (let rest = text; rest !== ''; ) {
    const [all = '', quoted] = /^"((?:[^"]|"")*)"?/.exec(rest) ?? []
    const end = rest.slice(all.length).search(new RegExp(`[${separator}\r\n]`))
    const length = end < 0 ? rest.length : all.length + end
    cells.push(quoted === undefined ? rest.slice(0, length) : quoted.replaceAll('""', '"'))
    rest = rest.slice(length + 1)
  }
  return cells
}
