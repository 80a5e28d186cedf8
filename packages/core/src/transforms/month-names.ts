/** Months' names and abbreviations in English, German, French, Spanish, Italian, Portuguese, Dutch and Swedish, without accents. */
const names: readonly string[] = [
  'jan january januar janvier janv ene enero gen gennaio janeiro januari janner',
  'feb february februar fevrier fevr fev febrero febbraio fevereiro februari',
  'mar march marz maerz mrz mars marzo marco maart mrt',
  'apr april avril avr abril abr aprile',
  'may mai mayo maggio mag maio mei maj',
  'jun june juni juin junio giugno giu junho',
  'jul july juli juillet juil julio luglio lug julho',
  'aug august aout agosto ago augustus augusti',
  'sep sept september septembre septiembre settembre set setembro',
  'oct october okt oktober octobre octubre ottobre ott outubro out',
  'nov november novembre noviembre novembro',
  'dec december dez dezember decembre dic diciembre dicembre dezembro',
]

const numbers = new Map(
  names.flatMap((list, index) => list.split(' ').map((name) => [name, index + 1] as const)),
)

/** The number of a month by its name, 1 to 12, or null. */
export function monthOf(name: string): number | null {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return numbers.get(plain) ?? null
}
