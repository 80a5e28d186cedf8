/** The words of a name: without case, accents, punctuation, or the joints of camelCase. */
export function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  return plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const synonyms: readonly (readonly string[])[] = [
  ['email', 'e mail', 'mail', 'email address', 'e mail address', 'correo', 'correo electronico', 'courriel'],
  [
    'phone',
    'phone number',
    'telephone',
    'tel',
    'mobile',
    'mobile number',
    'cell',
    'telefono',
    'telefon',
    'handy',
  ],
  ['name', 'full name', 'fullname', 'nombre', 'nom', 'nome'],
  ['first name', 'firstname', 'given name', 'vorname', 'prenom'],
  ['last name', 'lastname', 'surname', 'family name', 'nachname', 'apellido'],
  ['company', 'organisation', 'organization', 'firma', 'empresa'],
  ['city', 'town', 'ciudad', 'ville', 'stadt', 'cidade'],
  ['country', 'pais', 'pays', 'land'],
  ['amount', 'total', 'sum', 'betrag', 'montant', 'importe'],
  ['date', 'datum', 'fecha', 'data'],
]

const groupOf = new Map(synonyms.flatMap((names, group) => names.map((name) => [name, group] as const)))

/** How sure two names mean the same, by their words. */
export function wordsConfidence(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return 0
  if (left.join('') === right.join('')) return 1
  const [group, other] = [groupOf.get(left.join(' ')), groupOf.get(right.join(' '))]
  if (group !== undefined && group === other) return 0.85
  const shared = left.filter((word) => right.includes(word)).length
  return shared === 0 ? 0 : (shared / new Set([...left, ...right]).size) * 0.75
}

/** How sure two names mean the same: 1 the same words, 0.85 known synonyms, less for shared words. */
export function nameConfidence(left: string, right: string): number {
  return wordsConfidence(wordsOf(left), wordsOf(right))
}
