import type { CreateDataModel } from '@headwater/core'

/** The model of the benchmark's file: eight fields, one of each kind that a customer list has. */
export const customersModel: CreateDataModel = {
  name: 'Customers',
  fields: [
    { id: '1', name: 'name', type: 'text', required: true },
    { id: '2', name: 'email', type: 'email' },
    { id: '3', name: 'phone', type: 'phone' },
    { id: '4', name: 'city', type: 'text' },
    { id: '5', name: 'amount', type: 'number' },
    { id: '6', name: 'signed_up', type: 'date' },
    { id: '7', name: 'active', type: 'boolean' },
    { id: '8', name: 'plan', type: 'select', options: ['free', 'team', 'enterprise'] },
  ],
}

const plans = ['free', 'team', 'enterprise']
const cities = ['Lisbon', 'Nairobi', 'São Paulo', 'Oslo', 'Hanoi', 'Toronto']

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** Which customers a file has, and what they spent. */
export interface CustomersOptions {
  /** Every how many customers one is written. @default 1 */
  every?: number
  /** What is added to each amount: the same customers, changed. @default 0 */
  more?: number
}

/** Writes valid customers, of the first `rows`, as CSV; the same rows each time. */
export function customersCsv(rows: number, { every = 1, more = 0 }: CustomersOptions = {}): string {
  const lines = ['name,email,phone,city,amount,signed_up,active,plan']
  for (let index = 0; index < rows; index += every) {
    lines.push(
      [
        `Customer Number ${index}`,
        `customer.${index}@example-${index % 97}.com`,
        `+1201555${pad(index % 10_000, 4)}`,
        cities[index % cities.length],
        ((index * 37) % 100_000) / 100 + more,
        `20${pad(10 + (index % 15), 2)}-${pad(1 + (index % 12), 2)}-${pad(1 + (index % 28), 2)}`,
        index % 2 === 0 ? 'true' : 'false',
        plans[index % plans.length],
      ].join(','),
    )
  }
  return `${lines.join('\n')}\n`
}
