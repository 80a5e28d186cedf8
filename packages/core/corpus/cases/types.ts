import { crlf, lf, type CorpusCase } from '../corpus-case.ts'

export const typesCases: CorpusCase[] = [
  {
    name: 'leading-zeros.csv',
    content: lf('zip,account,count', '01234,000123,1', '90210,000124,22', '00501,000200,333'),
    expected: {
      columns: ['zip', 'account', 'count'],
      types: ['text', 'text', 'number'],
      rows: 3,
      cells: [[0, 'zip', '01234']],
    },
  },
  {
    name: 'long-ids.csv',
    content: lf(
      'tweet_id,card,n',
      '1234567890123456789,4111111111111111,1',
      '1234567890123456790,5500005555555559,2',
      '1234567890123456791,340000000000009,3',
    ),
    expected: {
      columns: ['tweet_id', 'card', 'n'],
      types: ['text', 'text', 'number'],
      rows: 3,
      cells: [[1, 'tweet_id', '1234567890123456790']],
    },
  },
  {
    name: 'phones.csv',
    content: lf(
      'name,phone,mobile',
      'Ada,+44 20 7183 8750,+447911123456',
      'Alan,+1 (201) 555-0123,+12015550124',
      'Grace,+49 30 901820,+4915112345678',
    ),
    expected: {
      columns: ['name', 'phone', 'mobile'],
      types: ['text', 'phone', 'phone'],
      rows: 3,
      cells: [[0, 'mobile', '+447911123456']],
    },
  },
  {
    name: 'phones-national.csv',
    content: lf('Kontakt;Telefon', 'Ada;030 901820', 'Alan;0171 1234567', 'Grace;089/1234567'),
    expected: { delimiter: ';', columns: ['Kontakt', 'Telefon'], types: ['text', 'phone'], rows: 3 },
  },
  {
    name: 'booleans.csv',
    content: lf(
      'en,fr,de,short,bits,word',
      'yes,oui,ja,y,1,TRUE',
      'no,non,nein,n,0,FALSE',
      'no,oui,nein,y,0,TRUE',
      'Yes,non,Ja,N,1,FALSE',
    ),
    expected: {
      columns: ['en', 'fr', 'de', 'short', 'bits', 'word'],
      types: Array.from({ length: 6 }, () => 'boolean'),
      rows: 4,
      ambiguous: { bits: ['boolean', 'number'] },
    },
  },
  {
    name: 'booleans-spanish.csv',
    write: 'windows-1252',
    content: crlf('nombre;activo;boletín', 'José;Sí;verdadero', 'Ana;No;falso', 'Íñigo;Sí;falso'),
    expected: {
      encoding: ['windows-1252', 'iso-8859-1'],
      delimiter: ';',
      columns: ['nombre', 'activo', 'boletín'],
      types: ['text', 'boolean', 'boolean'],
      rows: 3,
    },
  },
  {
    name: 'emails-with-junk.csv',
    content: lf(
      'email',
      ...Array.from({ length: 28 }, (_, index) => `user${index}@example.com`),
      'not an email',
      'n/a',
    ),
    expected: { columns: ['email'], types: ['email'], rows: 30 },
  },
  {
    name: 'urls.csv',
    content: lf(
      'company,site',
      'Acme,https://acme.example',
      'Globex,http://www.globex.example/about?x=1',
      'Initech,https://initech.example/a;b',
    ),
    expected: { columns: ['company', 'site'], types: ['text', 'url'], rows: 3 },
  },
  {
    name: 'mostly-blank.csv',
    content: lf('name,age,note', 'Ada,36,', 'Alan,,', 'Grace,,', 'Ken,81,'),
    expected: { columns: ['name', 'age', 'note'], types: ['text', 'number', 'text'], rows: 4 },
  },
  {
    name: 'null-words.csv',
    content: lf(
      'name,age,joined',
      'Ada,36,2024-01-31',
      'Alan,N/A,NULL',
      'Grace,85,2023-12-01',
      'Ken,-,2022-01-15',
    ),
    expected: { columns: ['name', 'age', 'joined'], types: ['text', 'number', 'date'], rows: 4 },
  },
  {
    name: 'one-letter-turns-number-to-text.csv',
    content: lf(
      'code',
      ...Array.from({ length: 30 }, (_, index) => `${index % 5 === 4 ? 'A' : ''}${1000 + index}`),
    ),
    expected: { columns: ['code'], types: ['text'], rows: 30 },
  },
  {
    name: 'mailchimp.csv',
    content: lf(
      '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LATITUDE,LONGITUDE,TAGS',
      'ada@example.com,Ada,Lovelace,2,"2023-05-01 10:11:12","2023-05-01 10:11:12",51.5,-0.12,"""vip"",""uk"""',
      'alan@example.com,Alan,Turing,4,"2023-06-02 11:12:13","2023-06-02 11:12:13",53.3,-2.23,',
      'grace@example.com,Grace,Hopper,5,"2024-01-03 00:00:01","2024-01-03 00:00:01",38.88,-77.1,"""navy"""',
    ),
    expected: {
      columns: [
        'Email Address',
        'First Name',
        'Last Name',
        'MEMBER_RATING',
        'OPTIN_TIME',
        'CONFIRM_TIME',
        'LATITUDE',
        'LONGITUDE',
        'TAGS',
      ],
      types: ['email', 'text', 'text', 'number', 'date', 'date', 'number', 'number', 'text'],
      rows: 3,
    },
  },
  {
    name: 'hubspot.csv',
    content: lf(
      'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date',
      '51,Ada,Lovelace,ada@example.com,+442071838750,Ann Smith,New,2026-01-31 09:15',
      '52,Alan,Turing,alan@example.com,+12015550123,,Open,2026-02-01 10:00',
      '53,Grace,Hopper,grace@example.com,,Ann Smith,Open,2026-02-02 11:30',
    ),
    expected: {
      columns: [
        'Record ID',
        'First Name',
        'Last Name',
        'Email',
        'Phone Number',
        'Contact owner',
        'Lead Status',
        'Create Date',
      ],
      types: ['number', 'text', 'text', 'email', 'phone', 'text', 'text', 'date'],
      rows: 3,
    },
  },
  {
    name: 'shopify-customers.csv',
    content: lf(
      'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Zip,Phone,Total Spent,Total Orders',
      "'6543210987654,Ada,Lovelace,ada@example.com,yes,'01234,'+12015550123,120.50,3",
      "'6543210987655,Alan,Turing,alan@example.com,no,'90210,,0.00,0",
      "'6543210987656,Grace,Hopper,grace@example.com,yes,'22201,'+12015550124,7.25,1",
    ),
    expected: {
      columns: [
        'Customer ID',
        'First Name',
        'Last Name',
        'Email',
        'Accepts Email Marketing',
        'Default Address Zip',
        'Phone',
        'Total Spent',
        'Total Orders',
      ],
      rows: 3,
      issues: 0,
      cells: [
        [0, 'First Name', 'Ada'],
        [2, 'Total Spent', '7.25'],
      ],
    },
  },
  {
    name: 'google-contacts.csv',
    content: lf(
      'First Name,Middle Name,Last Name,Organization Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value',
      'Ada,,Lovelace,Analytical Engines,1815-12-10,"met at\nthe salon",* myContacts,* Work,ada@example.com,Mobile,+44 20 7183 8750',
      'Alan,M,Turing,,,,* myContacts ::: work,* Home,alan@example.com ::: a.turing@example.com,,',
      'Grace,,Hopper,Navy,1906-12-09,,* myContacts,* Work,grace@example.com,Work,+1 201-555-0123',
    ),
    expected: {
      columns: [
        'First Name',
        'Middle Name',
        'Last Name',
        'Organization Name',
        'Birthday',
        'Notes',
        'Labels',
        'E-mail 1 - Label',
        'E-mail 1 - Value',
        'Phone 1 - Label',
        'Phone 1 - Value',
      ],
      rows: 3,
      issues: 0,
      cells: [[0, 'Notes', 'met at\nthe salon']],
    },
  },
  {
    name: 'uuids-and-ips.csv',
    content: lf(
      'id,ip,version,ssn',
      '0b6f8f3e-7f0a-4f6e-9a51-0d1c2b3a4f5e,192.168.10.21,1.2.3,123-45-6789',
      '5e6f8f3e-7f0a-4f6e-9a51-0d1c2b3a4f5f,10.0.0.17,1.10.0,987-65-4321',
      '1c6f8f3e-7f0a-4f6e-9a51-0d1c2b3a4f60,172.16.254.1,2.0.1,555-12-1234',
    ),
    expected: { columns: ['id', 'ip', 'version', 'ssn'], types: ['text', 'text', 'text', 'text'], rows: 3 },
  },
]

export const numbersCases: CorpusCase[] = [
  {
    name: 'german.csv',
    content: crlf('Artikel;Preis;Menge', 'A;1.234,50;10', 'B;99,90;2', 'C;12.000.000,00;1'),
    expected: {
      delimiter: ';',
      columns: ['Artikel', 'Preis', 'Menge'],
      types: ['text', 'number', 'number'],
      rows: 3,
      ambiguous: {},
    },
  },
  {
    name: 'english.csv',
    content: lf('item,price,qty', 'A,"1,234.50",10', 'B,99.90,2', 'C,"12,000,000.00",1'),
    expected: {
      delimiter: ',',
      columns: ['item', 'price', 'qty'],
      types: ['text', 'number', 'number'],
      rows: 3,
      ambiguous: {},
    },
  },
  {
    name: 'french-spaces.csv',
    content: crlf('Article;Prix', 'A;1 234,50', 'B;99,90', 'C;12\u00a0000,00', 'D;7\u202f500,25'),
    expected: { delimiter: ';', columns: ['Article', 'Prix'], types: ['text', 'number'], rows: 4 },
  },
  {
    name: 'swiss.csv',
    content: lf('Artikel;Preis', "A;1'234.50", 'B;99.90', "C;12'000.00"),
    expected: { delimiter: ';', columns: ['Artikel', 'Preis'], types: ['text', 'number'], rows: 3 },
  },
  {
    name: 'thousands-or-decimals.csv',
    content: lf('name;value', 'A;1.234', 'B;2.500', 'C;7.125'),
    expected: {
      delimiter: ';',
      columns: ['name', 'value'],
      types: ['text', 'number'],
      rows: 3,
      ambiguous: { value: ['1,234.5', '1.234,5'] },
    },
  },
  {
    name: 'thousands-or-decimals-comma.csv',
    content: lf('name;value', 'A;1,234', 'B;2,500', 'C;7,125'),
    expected: {
      delimiter: ';',
      columns: ['name', 'value'],
      types: ['text', 'number'],
      rows: 3,
      ambiguous: { value: ['1,234.5', '1.234,5'] },
    },
  },
  {
    name: 'currency.csv',
    content: lf(
      'a;b;c;d',
      '$1,234.50;1.234,50 €;£12.00;EUR 12,50',
      '$99.00;7,00 €;£7.25;EUR 7,00',
      '$0.50;12,75 €;£1,000.00;EUR 1.000,00',
    ),
    expected: {
      delimiter: ';',
      columns: ['a', 'b', 'c', 'd'],
      types: ['number', 'number', 'number', 'number'],
      rows: 3,
    },
  },
  {
    name: 'percent-and-negatives.csv',
    content: lf('rate,balance,delta', '12.5%,(120.00),-3', '7%,55.00,+4', '100%,"(1,200.50)",0'),
    expected: {
      delimiter: ',',
      columns: ['rate', 'balance', 'delta'],
      types: ['number', 'number', 'number'],
      rows: 3,
    },
  },
  {
    name: 'scientific.csv',
    content: lf('name,value', 'a,1.5e-3', 'b,2.0E+05', 'c,12'),
    expected: { delimiter: ',', columns: ['name', 'value'], types: ['text', 'number'], rows: 3 },
  },
  {
    name: 'coordinates.csv',
    content: lf('place,lat,lng', 'Paris,48.8566,2.3522', 'Quito,-0.1807,-78.4678', 'Oslo,59.9139,10.7522'),
    expected: {
      delimiter: ',',
      columns: ['place', 'lat', 'lng'],
      types: ['text', 'number', 'number'],
      rows: 3,
      ambiguous: {},
    },
  },
]

export const datesCases: CorpusCase[] = [
  {
    name: 'iso.csv',
    content: lf(
      'id,day,at',
      '1,2026-01-31,2026-01-31T10:00:00Z',
      '2,2026-02-01,2026-02-01T11:30:00+02:00',
      '3,2025-12-31,2025-12-31T23:59:59.123Z',
    ),
    expected: { columns: ['id', 'day', 'at'], types: ['number', 'date', 'date'], rows: 3, ambiguous: {} },
  },
  {
    name: 'day-first-sure.csv',
    content: lf('id,day', '1,03/04/2026', '2,25/12/2025', '3,01/02/2026'),
    expected: { columns: ['id', 'day'], types: ['number', 'date'], rows: 3, ambiguous: {} },
  },
  {
    name: 'month-first-sure.csv',
    content: lf('id,day', '1,03/04/2026', '2,12/25/2025', '3,1/2/2026'),
    expected: { columns: ['id', 'day'], types: ['number', 'date'], rows: 3, ambiguous: {} },
  },
  {
    name: 'day-or-month-first.csv',
    content: lf('id,day', '1,03/04/2026', '2,12/11/2025', '3,01/02/2026'),
    expected: {
      columns: ['id', 'day'],
      types: ['number', 'date'],
      rows: 3,
      ambiguous: { day: ['DD/MM/YYYY', 'MM/DD/YYYY'] },
    },
  },
  {
    name: 'day-or-month-first-with-times.csv',
    content: lf('id,at', '1,03/04/2026 10:15', '2,12/11/2025 08:00', '3,01/02/2026 23:59'),
    expected: {
      columns: ['id', 'at'],
      types: ['number', 'date'],
      rows: 3,
      ambiguous: { at: ['DD/MM/YYYY', 'MM/DD/YYYY'] },
    },
  },
  {
    name: 'contradictory.csv',
    content: lf('id,day', '1,25/12/2025', '2,12/25/2025', '3,01/02/2026', '4,13/01/2026', '5,01/13/2026'),
    expected: {
      columns: ['id', 'day'],
      types: ['number', 'text'],
      rows: 5,
      ambiguous: { day: ['DD/MM/YYYY', 'MM/DD/YYYY'] },
    },
  },
  {
    name: 'german-dots.csv',
    content: lf('id;Datum', '1;03.04.2026', '2;12.11.2025', '3;1.2.2026'),
    expected: { delimiter: ';', columns: ['id', 'Datum'], types: ['number', 'date'], rows: 3, ambiguous: {} },
  },
  {
    name: 'two-digit-years.csv',
    content: lf('id,day', '1,03/04/26', '2,12/11/25', '3,01/02/26'),
    expected: {
      columns: ['id', 'day'],
      types: ['number', 'date'],
      rows: 3,
      ambiguous: { day: ['DD/MM/YY', 'MM/DD/YY'] },
    },
  },
  {
    name: 'month-names.csv',
    content: lf(
      'a;b;c',
      '31 Jan 2026;Jan 31, 2026;31-Jan-26',
      '1 Feb 2026;Feb 1, 2026;01-Feb-26',
      '15 March 2026;March 15, 2026;15-Mar-26',
    ),
    expected: {
      delimiter: ';',
      columns: ['a', 'b', 'c'],
      types: ['date', 'date', 'date'],
      rows: 3,
      ambiguous: {},
    },
  },
  {
    name: 'excel-serials.csv',
    content: lf('name,start date', 'Ada,45292', 'Alan,45350', 'Grace,44927'),
    expected: {
      columns: ['name', 'start date'],
      rows: 3,
      ambiguous: { 'start date': ['number', 'excel-serial'] },
    },
  },
  {
    name: 'compact.csv',
    content: lf('id,date', '1,20260131', '2,20260201', '3,20251231'),
    expected: { columns: ['id', 'date'], types: ['number', 'date'], rows: 3 },
  },
]
