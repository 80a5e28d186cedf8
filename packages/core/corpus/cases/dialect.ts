import { crlf, lf, type CorpusCase } from '../corpus-case.ts'

export const dialectCases: CorpusCase[] = [
  {
    name: 'comma.csv',
    content: lf('id,name,amount', '1,Ada,12.50', '2,Alan,7.00', '3,Grace,3.25'),
    expected: {
      delimiter: ',',
      columns: ['id', 'name', 'amount'],
      types: ['number', 'text', 'number'],
      rows: 3,
    },
  },
  {
    name: 'excel-de.csv',
    content: crlf(
      'Datum;Kunde;Betrag;Menge',
      '31.01.2026;Müller GmbH;1.234,50;2',
      '01.02.2026;Schmidt, Söhne;99,90;10',
      '15.02.2026;Café Wien;7,00;1',
    ),
    expected: {
      delimiter: ';',
      columns: ['Datum', 'Kunde', 'Betrag', 'Menge'],
      types: ['date', 'text', 'number', 'number'],
      rows: 3,
      cells: [[1, 'Kunde', 'Schmidt, Söhne']],
    },
  },
  {
    name: 'decimal-commas-everywhere.csv',
    content: crlf('Artikel;Netto;Brutto', 'A1;10,00;11,90', 'A2;20,00;23,80', 'A3;5,50;6,55', 'A4;7,25;8,63'),
    expected: {
      delimiter: ';',
      columns: ['Artikel', 'Netto', 'Brutto'],
      types: ['text', 'number', 'number'],
      rows: 4,
    },
  },
  {
    name: 'tabs.tsv',
    content: lf(
      'email\tfirst\tlast',
      'ada@example.com\tAda\tLovelace, Countess',
      'alan@example.com\tAlan\tTuring',
      'grace@example.com\tGrace\tHopper, Admiral',
    ),
    expected: {
      delimiter: '\t',
      columns: ['email', 'first', 'last'],
      types: ['email', 'text', 'text'],
      rows: 3,
    },
  },
  {
    name: 'pipes.txt',
    content: lf('sku|title|price', 'A-1|Chair, oak|120.00', 'A-2|Table; pine|300.00', 'A-3|Lamp|45.50'),
    expected: {
      delimiter: '|',
      columns: ['sku', 'title', 'price'],
      types: ['text', 'text', 'number'],
      rows: 3,
    },
  },
  {
    name: 'sep-line.csv',
    content: crlf('sep=;', 'Name;Amount', 'Ada;1,5', 'Alan;2,5'),
    expected: {
      delimiter: ';',
      skip_rows: 1,
      columns: ['Name', 'Amount'],
      types: ['text', 'number'],
      rows: 2,
    },
  },
  {
    name: 'sep-line-odd.csv',
    content: crlf('sep=|', 'Name|Note', 'Ada|a;b;c', 'Alan|d;e;f'),
    expected: { delimiter: '|', skip_rows: 1, columns: ['Name', 'Note'], types: ['text', 'text'], rows: 2 },
  },
  {
    name: 'carets.txt',
    content: lf(
      'id^name^city^joined',
      '1^Ada^London^2024-01-31',
      '2^Alan^Wilmslow^2024-02-29',
      '3^Grace^New York^2023-12-01',
    ),
    expected: {
      delimiter: '^',
      columns: ['id', 'name', 'city', 'joined'],
      types: ['number', 'text', 'text', 'date'],
      rows: 3,
    },
  },
  {
    name: 'tilde.dat.txt',
    content: lf(
      'acct~holder~balance',
      '0012~Ada Lovelace~12.00',
      '0013~Alan Turing~99.10',
      '0014~Grace Hopper~7.77',
    ),
    expected: {
      delimiter: '~',
      columns: ['acct', 'holder', 'balance'],
      types: ['text', 'text', 'number'],
      rows: 3,
    },
  },
  {
    name: 'commas-in-quoted-text.csv',
    content: lf(
      'name,address,notes',
      '"Lovelace, Ada","12, St James Sq; London","likes; semicolons; a lot"',
      '"Turing, Alan","King\'s College; Cambridge","also; some; here"',
    ),
    expected: {
      delimiter: ',',
      quote: '"',
      columns: ['name', 'address', 'notes'],
      types: ['text', 'text', 'text'],
      rows: 2,
      cells: [[0, 'address', '12, St James Sq; London']],
    },
  },
  {
    name: 'single-column.csv',
    content: lf('email', 'ada@example.com', 'alan@example.com', 'grace@example.com'),
    expected: { delimiter: ',', columns: ['email'], types: ['email'], rows: 3 },
  },
  {
    name: 'single-column-last-first.txt',
    content: lf('Full name', 'Lovelace, Ada', 'Turing, Alan', 'Hopper, Grace'),
    expected: {
      columns: ['Full name'],
      types: ['text'],
      rows: 3,
      issues: 0,
      cells: [[0, 'Full name', 'Lovelace, Ada']],
    },
  },
  {
    name: 'single-column-urls.csv',
    content: lf(
      'website',
      'https://example.com/a;b',
      'https://example.com/c|d',
      'https://example.com/?x=1,2',
    ),
    expected: { columns: ['website'], types: ['url'], rows: 3, issues: 0 },
  },
  {
    name: 'spaces-after-commas.csv',
    content: lf('name, age, city', 'Ada, 36, London', 'Alan, 41, Wilmslow'),
    expected: {
      delimiter: ',',
      columns: ['name', 'age', 'city'],
      types: ['text', 'number', 'text'],
      rows: 2,
    },
  },
  {
    name: 'spaces-before-quotes.csv',
    content: lf('name, city, note', '"Ada", "London, UK", "x"', '"Alan", "Wilmslow, UK", "y"'),
    expected: {
      delimiter: ',',
      columns: ['name', 'city', 'note'],
      rows: 2,
      issues: 0,
      cells: [[0, 'city', 'London, UK']],
    },
  },
  {
    name: 'trailing-delimiters.csv',
    content: crlf('id;name;amount;', '1;Ada;12,5;', '2;Alan;7,0;', '3;Grace;3,2;'),
    expected: {
      delimiter: ';',
      columns: ['id', 'name', 'amount'],
      types: ['number', 'text', 'number'],
      rows: 3,
      issues: 0,
    },
  },
  {
    name: 'excel-padded-columns.csv',
    content: crlf('Name,Email,,,', 'Ada,ada@example.com,,,', 'Alan,alan@example.com,,,', ',,,,', ',,,,'),
    expected: { delimiter: ',', columns: ['Name', 'Email'], types: ['text', 'email'], rows: 2, issues: 0 },
  },
  {
    name: 'trailing-delimiter-in-rows-only.csv',
    content: lf('a,b,c', '1,2,3,', '4,5,6,', '7,8,9,'),
    expected: {
      delimiter: ',',
      columns: ['a', 'b', 'c'],
      types: ['number', 'number', 'number'],
      rows: 3,
      issues: 0,
    },
  },
  {
    name: 'cr-only.csv',
    content: 'name,age\rAda,36\rAlan,41\r',
    expected: { delimiter: ',', columns: ['name', 'age'], types: ['text', 'number'], rows: 2 },
  },
  {
    name: 'mixed-line-ends.csv',
    content: 'name,age\r\nAda,36\nAlan,41\rGrace,85\r\nEdsger,72\n',
    expected: {
      delimiter: ',',
      columns: ['name', 'age'],
      types: ['text', 'number'],
      rows: 4,
      issues: 0,
      warnings: ['MIXED_LINE_ENDS'],
      cells: [
        [1, 'age', '41'],
        [2, 'age', '85'],
      ],
    },
  },
  {
    name: 'timestamps-with-colons.csv',
    content: lf(
      'time;user;event',
      '2026-01-31T10:15:00Z;ada;login: ok',
      '2026-01-31T10:16:30Z;alan;login: ok',
      '2026-02-01T08:00:00Z;grace;logout: ok',
    ),
    expected: {
      delimiter: ';',
      columns: ['time', 'user', 'event'],
      types: ['date', 'text', 'text'],
      rows: 3,
    },
  },
  {
    name: 'unit-separator.txt',
    content: lf('id\u001fname\u001fcity', '1\u001fAda, A.\u001fLondon', '2\u001fAlan\u001fWilmslow'),
    expected: {
      delimiter: '\u001f',
      columns: ['id', 'name', 'city'],
      types: ['number', 'text', 'text'],
      rows: 2,
    },
  },
  {
    name: 'short-two-by-two.csv',
    content: 'a;b\n1;2',
    expected: { delimiter: ';', columns: ['a', 'b'], types: ['number', 'number'], rows: 1 },
  },
]
