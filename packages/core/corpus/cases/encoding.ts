import { crlf, lf, type CorpusCase } from '../corpus-case.ts'
import { encodeText } from '../encode-text.ts'

const people = ['Zoë;Müller;Köln', 'José;García;Málaga', 'François;Lefèvre;Orléans', 'Ann;Smith;York']
const peopleFile = crlf('Vorname;Nachname;Stadt', ...people)
const peopleColumns = ['Vorname', 'Nachname', 'Stadt']
const three = ['text', 'text', 'text']
const half = (left: Uint8Array, right: Uint8Array) => {
  const joined = new Uint8Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}
const rowsOf = (from: number, to: number, name: string) =>
  lf(...Array.from({ length: to - from }, (_, index) => `${from + index},${name},Zürich`))

export const encodingCases: CorpusCase[] = [
  {
    name: 'utf8-plain.csv',
    content: lf('name,city', 'Zoë,Köln', 'José,Málaga', '李小龙,香港', 'Ольга,Москва'),
    expected: {
      encoding: 'utf-8',
      delimiter: ',',
      columns: ['name', 'city'],
      types: ['text', 'text'],
      rows: 4,
      cells: [[2, 'name', '李小龙']],
    },
  },
  {
    name: 'utf8-bom-excel.csv',
    write: 'utf-8-bom',
    content: peopleFile,
    expected: {
      encoding: 'utf-8',
      delimiter: ';',
      columns: peopleColumns,
      types: three,
      rows: 4,
      cells: [[0, 'Vorname', 'Zoë']],
    },
  },
  {
    name: 'ascii-only.csv',
    content: lf('id,name', '1,Ada', '2,Alan', '3,Grace'),
    expected: {
      encoding: 'utf-8',
      delimiter: ',',
      columns: ['id', 'name'],
      types: ['number', 'text'],
      rows: 3,
    },
  },
  {
    name: 'utf16le-excel-unicode-text.txt',
    write: 'utf-16le-bom',
    content: crlf('Name\tOrt\tBetrag', 'Zoë\tKöln\t12,50', 'Jörg\tMünchen\t1.200,00', 'Łukasz\tKraków\t7,25'),
    expected: {
      encoding: 'utf-16le',
      delimiter: '\t',
      columns: ['Name', 'Ort', 'Betrag'],
      types: ['text', 'text', 'number'],
      rows: 3,
      cells: [
        [2, 'Name', 'Łukasz'],
        [1, 'Betrag', '1.200,00'],
      ],
    },
  },
  {
    name: 'utf16be-bom.csv',
    write: 'utf-16be-bom',
    content: lf('name,city', 'Zoë,Köln', 'José,Málaga'),
    expected: {
      encoding: 'utf-16be',
      delimiter: ',',
      columns: ['name', 'city'],
      types: ['text', 'text'],
      rows: 2,
      cells: [[1, 'city', 'Málaga']],
    },
  },
  {
    name: 'utf16le-no-bom.csv',
    write: 'utf-16le',
    content: crlf(
      'id,email,city',
      '1,ada@example.com,London',
      '2,alan@example.com,Wilmslow',
      '3,grace@example.com,Arlington',
    ),
    expected: {
      encoding: 'utf-16le',
      delimiter: ',',
      columns: ['id', 'email', 'city'],
      types: ['number', 'email', 'text'],
      rows: 3,
    },
  },
  {
    name: 'windows-1252-smart-quotes.csv',
    write: 'windows-1252',
    content: crlf(
      'Name,Quote,Price',
      'O’Brien,“It’s fine” – he said,€12.50',
      'D’Angelo,“Why not?”,€7.00',
      'Ann,it’s … ok,€3.25',
    ),
    expected: {
      encoding: 'windows-1252',
      delimiter: ',',
      columns: ['Name', 'Quote', 'Price'],
      types: ['text', 'text', 'number'],
      rows: 3,
      cells: [
        [0, 'Name', 'O’Brien'],
        [0, 'Quote', '“It’s fine” – he said'],
      ],
    },
  },
  {
    name: 'windows-1252-excel-fr.csv',
    write: 'windows-1252',
    content: crlf(
      'Prénom;Société;Chiffre d’affaires',
      'Hélène;Café de l’Œuvre;12 500,50 €',
      'Benoît;Crème & Cie;7 000,00 €',
      'Zoé;L’Été;950,25 €',
    ),
    expected: {
      encoding: 'windows-1252',
      delimiter: ';',
      columns: ['Prénom', 'Société', 'Chiffre d’affaires'],
      types: ['text', 'text', 'number'],
      rows: 3,
      cells: [[0, 'Société', 'Café de l’Œuvre']],
    },
  },
  {
    name: 'iso-8859-1-unix.csv',
    write: 'windows-1252',
    content: lf('nombre;apellido;ciudad', 'José;Núñez;Málaga', 'Íñigo;Peña;Logroño', 'Ana;Ibáñez;Cádiz'),
    expected: {
      encoding: ['iso-8859-1', 'windows-1252'],
      delimiter: ';',
      columns: ['nombre', 'apellido', 'ciudad'],
      types: three,
      rows: 3,
      cells: [[1, 'nombre', 'Íñigo']],
    },
  },
  {
    name: 'iso-8859-1-swedish.csv',
    write: 'windows-1252',
    content: crlf('Förnamn,Efternamn,Postort', 'Åsa,Öberg,Växjö', 'Björn,Ström,Malmö', 'Göran,Ängström,Umeå'),
    expected: {
      encoding: ['iso-8859-1', 'windows-1252'],
      delimiter: ',',
      columns: ['Förnamn', 'Efternamn', 'Postort'],
      types: three,
      rows: 3,
      cells: [[0, 'Förnamn', 'Åsa']],
    },
  },
  {
    name: 'macroman-cr.csv',
    write: 'macintosh',
    content: 'Name,City,Note\rZoë,Köln,“señor”\rJosé,Málaga,déjà vu\rFrançois,Orléans,it’s fine\r',
    expected: {
      encoding: 'macintosh',
      delimiter: ',',
      columns: ['Name', 'City', 'Note'],
      types: three,
      rows: 3,
      cells: [
        [1, 'City', 'Málaga'],
        [0, 'Note', '“señor”'],
      ],
    },
  },
  {
    name: 'macroman-german.csv',
    write: 'macintosh',
    content: lf(
      'Vorname;Nachname;Straße',
      'Jürgen;Müller;Hauptstraße 1',
      'Günther;Größer;Schloßallee 5',
      'Käthe;Böhm;Am Übergang 9',
    ),
    expected: {
      encoding: 'macintosh',
      delimiter: ';',
      columns: ['Vorname', 'Nachname', 'Straße'],
      types: three,
      rows: 3,
      cells: [[1, 'Nachname', 'Größer']],
    },
  },
  {
    name: 'changes-utf8-to-1252.csv',
    content: () =>
      half(
        encodeText(`id,name,city\n${rowsOf(1, 60, 'Zoë')}`, 'utf-8'),
        encodeText(rowsOf(60, 120, 'Zoë'), 'windows-1252'),
      ),
    expected: {
      encoding: 'utf-8',
      delimiter: ',',
      columns: ['id', 'name', 'city'],
      warnings: ['ENCODING_CHANGES'],
      refusal: { code: 'FILE_ENCODING', row: 61 },
    },
  },
  {
    name: 'changes-1252-to-utf8.csv',
    content: () =>
      half(
        encodeText(`id,name,city\n${rowsOf(1, 60, 'Zoë')}`, 'windows-1252'),
        encodeText(rowsOf(60, 120, 'Zoë'), 'utf-8'),
      ),
    expected: {
      encoding: ['windows-1252', 'iso-8859-1'],
      delimiter: ',',
      columns: ['id', 'name', 'city'],
      warnings: ['ENCODING_CHANGES'],
      refusal: { code: 'FILE_ENCODING', row: 61 },
    },
  },
  {
    name: 'one-accent-late.csv',
    write: 'windows-1252',
    content: crlf(
      'id,name',
      ...Array.from({ length: 200 }, (_, index) => `${index},Person ${index}`),
      '200,André',
    ),
    expected: {
      encoding: ['windows-1252', 'iso-8859-1'],
      delimiter: ',',
      columns: ['id', 'name'],
      types: ['number', 'text'],
      rows: 201,
      cells: [[200, 'name', 'André']],
    },
  },
  {
    name: 'utf8-emoji-and-rtl.csv',
    content: lf('name,mood,city', 'Ada,😀,לונדון', 'Alan,🎉🎉,القاهرة', 'Grace,👩‍🚀,東京'),
    expected: {
      encoding: 'utf-8',
      delimiter: ',',
      columns: ['name', 'mood', 'city'],
      types: three,
      rows: 3,
      cells: [[2, 'mood', '👩‍🚀']],
    },
  },
]
