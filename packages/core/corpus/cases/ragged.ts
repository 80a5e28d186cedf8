import { crlf, lf, type CorpusCase } from '../corpus-case.ts'

export const raggedCases: CorpusCase[] = [
  {
    name: 'some-short-some-long.csv',
    content: lf(
      'id,name,city',
      '1,Ada,London',
      '2,Alan',
      '3,Grace,Arlington,extra',
      '4,Edsger,Austin',
      '5,Barbara,Boston',
      '6,Donald,Stanford',
      '7,Ken,San Diego',
    ),
    expected: {
      delimiter: ',',
      columns: ['id', 'name', 'city'],
      types: ['number', 'text', 'text'],
      rows: 7,
      issues: 2,
    },
  },
  {
    name: 'trailing-blanks-left-out.csv',
    content: lf(
      'id,name,email,phone,note',
      '1,Ada,ada@example.com',
      '2,Alan',
      '3,Grace,grace@example.com,+12015550123,vip',
      '4,Edsger,ewd@example.com',
      '5,Ken,ken@example.com,+12015550124',
    ),
    expected: {
      delimiter: ',',
      columns: ['id', 'name', 'email', 'phone', 'note'],
      types: ['number', 'text', 'email', 'phone', 'text'],
      rows: 5,
      issues: 0,
    },
  },
  {
    name: 'unquoted-comma-in-one-row.csv',
    content: lf(
      'name,company,city',
      'Ada,Analytical Engines,London',
      'Alan,Bombe, Inc.,Wilmslow',
      'Grace,Navy,Arlington',
      'Ken,Bell Labs,Murray Hill',
    ),
    expected: {
      delimiter: ',',
      columns: ['name', 'company', 'city'],
      types: ['text', 'text', 'text'],
      rows: 4,
      issues: 1,
    },
  },
  {
    name: 'blank-rows-between.csv',
    content: crlf('name,age', '', 'Ada,36', '', '', 'Alan,41', ',', 'Grace,85', ''),
    expected: {
      delimiter: ',',
      columns: ['name', 'age'],
      types: ['text', 'number'],
      rows: 3,
      issues: 0,
      warnings: [],
    },
  },
  {
    name: 'cut-in-the-last-row.csv',
    content: 'id,name,city\n1,Ada,London\n2,Alan,Wilmslow\n3,Gra',
    expected: {
      delimiter: ',',
      columns: ['id', 'name', 'city'],
      types: ['number', 'text', 'text'],
      rows: 3,
      issues: 1,
    },
  },
  {
    name: 'longer-than-header.csv',
    content: lf('id,name', '1,Ada,x', '2,Alan,y', '3,Grace,z'),
    expected: { delimiter: ',', rows: 3, issues: 3 },
  },
]
