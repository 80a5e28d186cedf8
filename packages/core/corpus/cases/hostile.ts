import { lf, type CorpusCase } from '../corpus-case.ts'

const wide = Array.from({ length: 2000 }, (_, index) => `c${index}`).join(',')

export const hostileCases: CorpusCase[] = [
  { name: 'empty.csv', content: '', expected: { refusal: { code: 'FILE_EMPTY' } } },
  { name: 'blank-lines-only.csv', content: '\n\n  \n\n', expected: { refusal: { code: 'FILE_EMPTY' } } },
  { name: 'bom-only.csv', write: 'utf-8-bom', content: '', expected: { refusal: { code: 'FILE_EMPTY' } } },
  { name: 'header-only.csv', content: 'name,email,phone\n', expected: { refusal: { code: 'HEADER_ONLY' } } },
  {
    name: 'picture-named.csv',
    content: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    expected: { refusal: { code: 'FILE_NOT_TEXT' } },
  },
  {
    name: 'old-workbook.xls',
    content: new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0]),
    expected: { refusal: { code: 'FILE_NOT_TEXT' } },
  },
  {
    name: 'zip-of-other-things.csv',
    content: new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 8, 0, 1, 2, 3, 4, 5, 6]),
    expected: { refusal: { code: 'FILE_NOT_TEXT' } },
  },
  {
    name: 'nul-in-text.csv',
    content: 'name,age\nA\0da,36\nAlan,41\n',
    expected: { refusal: { code: 'FILE_NOT_TEXT' } },
  },
  {
    name: 'random-bytes.csv',
    content: Uint8Array.from({ length: 600 }, (_, index) => (index * 7919 + (index % 13) * 31) % 256),
    expected: { refusal: { code: 'FILE_NOT_TEXT' } },
  },
  {
    name: 'two-thousand-columns.csv',
    content: `${wide}\n${'1,'.repeat(1999)}1\n`,
    expected: { delimiter: ',', refusal: { code: 'TOO_MANY_COLUMNS', row: 1 } },
  },
  {
    name: 'page-of-html.csv',
    content: lf(
      '<!DOCTYPE html>',
      '<html><head><title>Sign in</title></head>',
      '<body><p>Please sign in, then try again.</p></body></html>',
    ),
    expected: { refusal: { code: 'FILE_NOT_TEXT' } },
  },
  {
    name: 'prototype-headers.csv',
    content: lf('__proto__,constructor,name', '1,2,Ada', '3,4,Alan'),
    expected: { columns: ['Column 1', 'Column 2', 'name'], types: ['number', 'number', 'text'], rows: 2 },
  },
  {
    name: 'repeated-headers.csv',
    content: lf(
      'Email,,Email,Email',
      'ada@example.com,1,a@example.com,b@example.com',
      'alan@example.com,2,c@example.com,d@example.com',
    ),
    expected: {
      columns: ['Email', 'Column 2', 'Email (2)', 'Email (3)'],
      types: ['email', 'number', 'email', 'email'],
      rows: 2,
    },
  },
  {
    name: 'formulas.csv',
    content: lf('name,note', 'Ada,"=HYPERLINK(""http://x"",""y"")"', 'Alan,@SUM(1+1)', 'Grace,-2+3'),
    expected: {
      columns: ['name', 'note'],
      types: ['text', 'text'],
      rows: 3,
      cells: [[0, 'note', '=HYPERLINK("http://x","y")']],
    },
  },
  {
    name: 'excel-text-formulas.csv',
    content: lf('zip,name', '="01234",Ada', '="00501",Alan'),
    expected: { columns: ['zip', 'name'], rows: 2, issues: 0, cells: [[0, 'name', 'Ada']] },
  },
  {
    name: 'cell-of-a-megabyte.csv',
    content: () => new TextEncoder().encode(`a,b\n"${'x'.repeat(300_000)}",2\n3,4\n`),
    expected: { delimiter: ',', columns: ['a', 'b'], rows: 2, issues: 1 },
  },
  {
    name: 'deep.json',
    content: `[${'{"a":'.repeat(60)}1${'}'.repeat(60)}]`,
    expected: { refusal: { code: 'JSON_TOO_DEEP' } },
  },
  {
    name: 'prototype.json',
    content: '[{"__proto__":{"admin":true}},{"a":1}]',
    expected: { file_type: 'json', rows: 2, issues: 1 },
  },
]
