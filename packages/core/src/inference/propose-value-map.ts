import { readBoolean } from '../validation/text-values.ts'
import { isRejected } from '../validation/text-values.ts'
import { nameConfidence, wordsOf } from './name-confidence.ts'

/** Which option a value of a file means. */
export interface ValueMatch {
  value: string
  /** The option as the model spells it, or null where none fits. */
  option: string | null
  /** 0 (a guess) to 1 (the same words). */
  confidence: number
}

/** The values of a file that stand for options, and those that a person has to place. */
export interface ProposedValueMap {
  matches: ValueMatch[]
  /** Value to option, for a `map_values` step: the sure ones. */
  values: Record<string, string>
  /** Values without a sure option. */
  ask: string[]
}

/** From this confidence on, a value is taken for an option without asking. */
const SURE = 0.8

/** Words that lists of states, plans and answers use for the same. */
const groups: readonly string[] = [
  'active, aktiv, actif, activo, attivo, ativo, actief, enabled, live',
  'inactive, inaktiv, inactif, inactivo, inattivo, inativo, inactief, disabled, deactivated',
  'new, neu, nouveau, nuevo, nuovo, novo, nieuw, ny',
  'open, offen, ouvert, abierto, aperto, aberto, oppen',
  'closed, geschlossen, ferme, cerrado, chiuso, fechado, gesloten, stangd, done, erledigt, completed, complete, abgeschlossen, termine, terminado, completato, concluido, afgerond, avslutad',
  'pending, ausstehend, en attente, pendiente, in attesa, pendente, in behandeling, vantande, waiting',
  'won, gewonnen, gagne, ganado, vinto, ganho, vunnen',
  'lost, verloren, perdu, perdido, perso, forlorad',
  'paid, bezahlt, paye, pagado, pagato, pago, betaald, betald',
  'unpaid, unbezahlt, impaye, impagado, non pagato, onbetaald, obetald, open',
  'cancelled, canceled, storniert, abgebrochen, annule, cancelado, annullato, geannuleerd, avbruten',
  'male, m, man, mannlich, masculin, homme, h, masculino, hombre, maschio, uomo, homem, mannelijk',
  'female, f, w, woman, weiblich, feminin, femme, femenino, mujer, femmina, donna, feminino, mulher, vrouwelijk, vrouw, kvinna',
  'free, gratis, kostenlos, gratuit, gratuito',
  'high, hoch, eleve, haute, alto, alta, hoog, hog',
  'medium, mittel, moyen, moyenne, medio, media, gemiddeld, medel, normal',
  'low, niedrig, bas, basse, bajo, baja, basso, bassa, baixo, laag, lag',
]

const groupOf = new Map<string, number>()
for (const [index, list] of groups.entries()) {
  for (const word of list.split(', ')) if (!groupOf.has(word)) groupOf.set(word, index)
}

function boolean(text: string): boolean | null {
  const read = readBoolean(text.trim())
  return isRejected(read) ? null : read
}

/** One is the other's beginning: `ent` for `Enterprise`, `DE` for `Germany` not. */
function beginningOf(value: string, option: string): number {
  const [short, long] = value.length <= option.length ? [value, option] : [option, value]
  if (short.length < 2 || !long.startsWith(short)) return 0
  return short.length >= 4 ? 0.75 : 0.5
}

function confidenceOf(value: string, option: string): number {
  const [own, other] = [wordsOf(value), wordsOf(option)]
  const [left, right] = [own.join(' '), other.join(' ')]
  if (left === right) return left === '' && value.trim() !== option.trim() ? 0 : 1
  if (left === '' || right === '') return 0
  const [group, otherGroup] = [groupOf.get(left), groupOf.get(right)]
  if (group !== undefined && group === otherGroup) return 0.85
  const truth = boolean(value)
  if (truth !== null && truth === boolean(option)) return 0.85
  return Math.max(nameConfidence(value, option), beginningOf(left, right))
}

/**
 * Proposes which option of a select each value of a file means: by its words, by words for the same in several languages, by its beginning. Two
 * options that fit equally well leave a value to be asked.
 *
 * @example
 * proposeValueMap(['aktiv', 'ACTIVE', 'x'], ['Active', 'Inactive']).values // { aktiv: 'Active', ACTIVE: 'Active' }
 */
export function proposeValueMap(values: readonly string[], options: readonly string[]): ProposedValueMap {
  const matches = [...new Set(values)].map((value): ValueMatch => {
    const scored = options
      .map((option) => ({ option, confidence: confidenceOf(value, option) }))
      .filter(({ confidence }) => confidence > 0)
      .toSorted((left, right) => right.confidence - left.confidence)
    const [best, rival] = scored
    if (!best) return { value, option: null, confidence: 0 }
    const isShared = rival !== undefined && rival.confidence >= best.confidence && best.confidence < 1
    return {
      value,
      option: best.option,
      confidence: isShared ? Math.min(best.confidence, 0.5) : best.confidence,
    }
  })
  const sure = matches.filter(({ confidence }) => confidence >= SURE)
  return {
    matches,
    values: Object.fromEntries(sure.map(({ value, option }) => [value, option ?? ''])),
    ask: matches.filter(({ confidence }) => confidence < SURE).map(({ value }) => value),
  }
}
