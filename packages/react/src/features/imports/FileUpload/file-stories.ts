function csvFile(name: string, lines: readonly string[]): File {
  return new File([`${lines.join('\r\n')}\r\n`], name, { type: 'text/csv' })
}

/** Fits the sample model; the given rows have no address. */
export function customersFile(rows: number, invalid: readonly number[] = []): File {
  const bad = new Set(invalid)
  const lines = Array.from({ length: rows }, (_, index) => {
    const email = bad.has(index + 2) ? `person${index}(at)example.com` : `person${index}@example.com`
    return `Person ${index},${email},+1 201 555 0${100 + (index % 900)},Team,${index * 10},2026-01-15`
  })
  return csvFile('customers-2026.csv', ['Name,Email,Phone,Plan,Spent,Customer since', ...lines])
}

/** Its headers say too little: one column looks like names, and is not taken without asking. */
export function unclearFile(): File {
  return csvFile('export.csv', [
    'Kunde,c2,c3,Internal note',
    'Ada Lovelace,ada@example.com,Team,called twice',
    'Alan Turing,alan@example.com,Free,',
    'Grace Hopper,grace@example.com,Business,prefers mail',
  ])
}

/** No number in any row. */
export function hopelessFile(): File {
  return csvFile('customers-2026.csv', [
    'Name,Email,Spent',
    'Ada,ada@example.com,12.5o',
    'Alan,alan@example.com,n/a',
    'Grace,grace@example.com,much',
  ])
}

/** An image with the name of a table. */
export function imageFile(): File {
  return new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])], 'customers.csv')
}
