import { lf, type CorpusCase } from '../corpus-case.ts'

export const jsonCases: CorpusCase[] = [
  {
    name: 'array.json',
    content: '[{"id":1,"email":"ada@example.com"},\n{"id":2,"email":"alan@example.com","note":"x"}]',
    expected: {
      file_type: 'json',
      encoding: 'utf-8',
      columns: ['id', 'email', 'note'],
      types: ['number', 'email', 'text'],
      rows: 2,
    },
  },
  {
    name: 'wrapped.json',
    content: JSON.stringify(
      {
        meta: { page: 1, total: 2 },
        data: {
          items: [
            { id: 1, name: 'Ada' },
            { id: 2, name: 'Alan' },
          ],
        },
      },
      null,
      2,
    ),
    expected: {
      file_type: 'json',
      json_path: 'data.items',
      columns: ['id', 'name'],
      types: ['number', 'text'],
      rows: 2,
    },
  },
  {
    name: 'wrapped-two-arrays.json',
    content: JSON.stringify({
      columns: ['id', 'name'],
      results: [
        { id: 1, name: 'Ada' },
        { id: 2, name: 'Alan' },
        { id: 3, name: 'Grace' },
      ],
      next: null,
    }),
    expected: {
      file_type: 'json',
      json_path: 'results',
      columns: ['id', 'name'],
      types: ['number', 'text'],
      rows: 3,
    },
  },
  {
    name: 'lines.ndjson',
    content: lf(
      '{"id":1,"email":"ada@example.com","active":true}',
      '{"id":2,"email":"alan@example.com","active":false}',
      '',
      '{"id":3,"email":"grace@example.com","active":true}',
    ),
    expected: {
      file_type: 'ndjson',
      encoding: 'utf-8',
      columns: ['id', 'email', 'active'],
      types: ['number', 'email', 'boolean'],
      rows: 3,
      issues: 0,
    },
  },
  {
    name: 'lines-with-a-broken-one.jsonl',
    content: lf('{"id":1,"name":"Ada"}', '{"id":2,"name":', '{"id":3,"name":"Grace"}'),
    expected: { file_type: 'ndjson', columns: ['id', 'name'], rows: 3, issues: 1 },
  },
  {
    name: 'lines-named-json.json',
    content: lf('{"id":1,"name":"Ada"}', '{"id":2,"name":"Alan"}'),
    expected: { file_type: 'ndjson', columns: ['id', 'name'], types: ['number', 'text'], rows: 2 },
  },
  {
    name: 'bom.json',
    write: 'utf-8-bom',
    content: '[{"name":"Zoë","zip":"01234"},{"name":"José","zip":"04321"}]',
    expected: {
      file_type: 'json',
      encoding: 'utf-8',
      columns: ['name', 'zip'],
      types: ['text', 'text'],
      rows: 2,
      cells: [[0, 'zip', '01234']],
    },
  },
  {
    name: 'utf16.json',
    write: 'utf-16le-bom',
    content: '[{"name":"Zoë"},{"name":"李"}]',
    expected: {
      file_type: 'json',
      encoding: 'utf-16le',
      columns: ['name'],
      types: ['text'],
      rows: 2,
      cells: [[1, 'name', '李']],
    },
  },
  {
    name: 'cut.json',
    content: '[{"id":1,"name":"Ada"},{"id":2,"na',
    expected: { file_type: 'json', refusal: { code: 'JSON_INVALID', row: 1 } },
  },
  {
    name: 'no-array.json',
    content: '{"name":"Ada","age":36}',
    expected: { refusal: { code: 'JSON_NOT_AN_ARRAY' } },
  },
]
