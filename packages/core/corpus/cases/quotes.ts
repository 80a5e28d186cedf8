import { crlf, lf, type CorpusCase } from '../corpus-case.ts'

export const quotesCases: CorpusCase[] = [
  {
    name: 'doubled-quotes.csv',
    content: crlf('product,size', '"Screen 27"" wide","60 cm"', '"The ""best"" one","1 m"'),
    expected: {
      delimiter: ',',
      quote: '"',
      escape: '"',
      columns: ['product', 'size'],
      rows: 2,
      cells: [[0, 'product', 'Screen 27" wide']],
    },
  },
  {
    name: 'backslash-escapes.csv',
    content: lf(
      'name,quote',
      '"Ada","she said \\"hi, all\\" twice"',
      '"Alan","\\"no\\", he said"',
      '"Grace","plain"',
    ),
    expected: {
      delimiter: ',',
      quote: '"',
      escape: '\\',
      columns: ['name', 'quote'],
      rows: 3,
      issues: 0,
      cells: [
        [0, 'quote', 'she said "hi, all" twice'],
        [1, 'quote', '"no", he said'],
      ],
    },
  },
  {
    name: 'apostrophe-quotes.csv',
    content: lf(
      "'id','name','city'",
      "'1','Lovelace, Ada','London'",
      "'2','Turing, Alan','Wilmslow, Cheshire'",
      "'3','Hopper','Arlington'",
    ),
    expected: {
      delimiter: ',',
      quote: "'",
      columns: ['id', 'name', 'city'],
      types: ['number', 'text', 'text'],
      rows: 3,
      cells: [[0, 'name', 'Lovelace, Ada']],
    },
  },
  {
    name: 'apostrophes-in-names.csv',
    content: lf('name,city', "O'Brien,Cork", "D'Angelo,Rome", "'s-Hertogenbosch club,Den Bosch"),
    expected: {
      delimiter: ',',
      columns: ['name', 'city'],
      rows: 3,
      issues: 0,
      cells: [
        [0, 'name', "O'Brien"],
        [2, 'name', "'s-Hertogenbosch club"],
      ],
    },
  },
  {
    name: 'inches-unquoted.csv',
    content: lf('item,size,price', 'Pipe,5" wide,10', 'Board,12",4', 'Nail,1/2",1'),
    expected: {
      delimiter: ',',
      columns: ['item', 'size', 'price'],
      types: ['text', 'text', 'number'],
      rows: 3,
      issues: 0,
      cells: [
        [0, 'size', '5" wide'],
        [1, 'size', '12"'],
      ],
    },
  },
  {
    name: 'unescaped-quotes-inside.csv',
    content: lf(
      'name,says',
      '"Ada","I said "hello" to him"',
      '"Alan","plain"',
      '"Grace","a "bug" was found"',
    ),
    expected: {
      delimiter: ',',
      columns: ['name', 'says'],
      rows: 3,
      issues: 0,
      cells: [
        [0, 'says', 'I said "hello" to him'],
        [2, 'says', 'a "bug" was found'],
      ],
    },
  },
  {
    name: 'multi-line-cells.csv',
    content: crlf(
      'name,address,city',
      '"Ada","12 St James Sq\r\n2nd floor\r\nback door",London',
      '"Alan","King\'s College\r\nCambridge",Cambridge',
      'Grace,"one line",Arlington',
    ),
    expected: {
      delimiter: ',',
      columns: ['name', 'address', 'city'],
      rows: 3,
      issues: 0,
      cells: [
        [0, 'address', '12 St James Sq\r\n2nd floor\r\nback door'],
        [2, 'city', 'Arlington'],
      ],
    },
  },
  {
    name: 'tsv-without-quoting.tsv',
    content: lf(
      'user\ttweet\tlikes',
      'ada\t"Quotes open here\t12',
      'alan\tand "here" too\t7',
      'grace\t5" disk\t3',
    ),
    expected: {
      delimiter: '\t',
      quote: '',
      columns: ['user', 'tweet', 'likes'],
      types: ['text', 'text', 'number'],
      rows: 3,
      issues: 0,
      cells: [[0, 'tweet', '"Quotes open here']],
    },
  },
  {
    name: 'all-quoted-semicolons.csv',
    content: crlf(
      '"Name";"Betrag";"Notiz"',
      '"Müller";"1.234,50";"a;b"',
      '"Schmidt";"7,00";""',
      '"Özil";"12,00";"c"',
    ),
    expected: {
      delimiter: ';',
      quote: '"',
      columns: ['Name', 'Betrag', 'Notiz'],
      types: ['text', 'number', 'text'],
      rows: 3,
      cells: [[0, 'Notiz', 'a;b']],
    },
  },
  {
    name: 'opened-on-row-3-never-closed.csv',
    content: lf(
      'id,name,city',
      '1,Ada,London',
      '2,"Alan,Wilmslow',
      ...Array.from({ length: 40 }, (_, index) => `${index + 3},Person,Town`),
    ),
    expected: {
      delimiter: ',',
      columns: ['id', 'name', 'city'],
      refusal: { code: 'UNCLOSED_QUOTE', row: 3 },
    },
  },
  {
    name: 'opened-on-row-3-closed-much-later.csv',
    content: lf(
      'id,name,city',
      '1,Ada,London',
      '2,"Alan,Wilmslow',
      ...Array.from({ length: 9000 }, (_, index) => `${index + 3},Person,Town`),
      '9003,Bob",Paris',
      '9004,Eve,Rome',
    ),
    expected: {
      delimiter: ',',
      columns: ['id', 'name', 'city'],
      refusal: { code: 'UNCLOSED_QUOTE', row: 3 },
    },
  },
  {
    name: 'opened-and-closed-some-rows-later.csv',
    content: lf(
      'id,name,city',
      '1,Ada,London',
      '2,"Alan,Wilmslow',
      '3,Grace,Arlington',
      '4,Edsger,Austin',
      '5,Barbara,Boston',
      '6,Donald",Stanford',
      '7,Eve,Rome',
      '8,Bob,Oslo',
    ),
    expected: {
      delimiter: ',',
      columns: ['id', 'name', 'city'],
      rows: 4,
      issues: 1,
      cells: [[2, 'name', 'Eve']],
    },
  },
  {
    name: 'space-after-closing-quote.csv',
    content: lf('a,b,c', '"x" ,"y" ,1', '"z","w, v" ,2'),
    expected: {
      delimiter: ',',
      columns: ['a', 'b', 'c'],
      types: ['text', 'text', 'number'],
      rows: 2,
      issues: 0,
      cells: [[1, 'b', 'w, v']],
    },
  },
  {
    name: 'empty-quoted.csv',
    content: lf('a,b,c', '"","",""', '"1","","3"', '"4","5",""'),
    expected: {
      delimiter: ',',
      quote: '"',
      columns: ['a', 'b', 'c'],
      types: ['number', 'number', 'number'],
      rows: 2,
    },
  },
]
