import { describe, expect, test } from 'vitest'
import { nameConfidence, proposeValueMap, SURE_CONFIDENCE } from './index.ts'

describe('a header in any of eight languages', () => {
  test.each([
    [
      'email',
      [
        'E-Mail',
        'E-Mail-Adresse',
        'Adresse e-mail',
        'Correo electrónico',
        'Indirizzo email',
        'Endereço de email',
        'E-mailadres',
        'E-postadress',
        'email_address',
        'EmailAddress',
      ],
    ],
    [
      'phone',
      [
        'Telefonnummer',
        'Numéro de téléphone',
        'Teléfono',
        'Numero di telefono',
        'Telefone',
        'Telefoonnummer',
        'Tel.',
        'Phone No.',
      ],
    ],
    [
      'mobile',
      [
        'Handynummer',
        'Téléphone portable',
        'Móvil',
        'Cellulare',
        'Telemóvel',
        'Mobiel',
        'Mobilnummer',
        'Cell Phone',
      ],
    ],
    ['first name', ['Vorname', 'Prénom', 'Voornaam', 'Förnamn', 'FirstName', 'given_name', 'Primeiro nome']],
    [
      'last name',
      [
        'Nachname',
        'Nom de famille',
        'Apellidos',
        'Cognome',
        'Sobrenome',
        'Achternaam',
        'Efternamn',
        'Surname',
      ],
    ],
    [
      'full name',
      ['Name', 'Nom complet', 'Nombre completo', 'Nome e cognome', 'Volledige naam', 'Vollständiger Name'],
    ],
    [
      'company',
      ['Firma', 'Société', 'Empresa', 'Azienda', 'Bedrijfsnaam', 'Företag', 'Raison sociale', 'Organisation'],
    ],
    ['city', ['Stadt', 'Ort', 'Ville', 'Ciudad', 'Città', 'Cidade', 'Woonplaats', 'Postort']],
    ['country', ['Land', 'Pays', 'País', 'Paese', 'Staat']],
    ['zip', ['PLZ', 'Code postal', 'Código postal', 'CAP', 'CEP', 'Postcode', 'Postnummer', 'Zip Code']],
    ['date', ['Datum', 'Fecha', 'Data']],
    ['amount', ['Betrag', 'Montant', 'Importe', 'Importo', 'Valor', 'Bedrag', 'Belopp', 'Total']],
    ['website', ['Webseite', 'Site web', 'Página web', 'Sito web', 'Hemsida', 'URL']],
    ['address', ['Straße', 'Adresse', 'Dirección', 'Indirizzo', 'Endereço', 'Adres', 'Gatuadress']],
    ['status', ['Statut', 'Etat', 'Lead Status']],
    ['id', ['Kundennummer', 'Identifiant', 'Klantnummer', 'Customer ID']],
    [
      'birthday',
      ['Geburtsdatum', 'Date de naissance', 'Fecha de nacimiento', 'Data di nascita', 'Geboortedatum', 'DOB'],
    ],
  ] as const)('that means %s is known', (field, headers) => {
    const unsure = headers.filter((header) => nameConfidence(header, field) < SURE_CONFIDENCE)
    expect(unsure).toEqual([])
  })

  test.each([
    ['Vorname', 'last name'],
    ['Email', 'phone'],
    ['City', 'country'],
    ['Fax', 'phone'],
    ['Address line 2', 'address'],
    ['Company size', 'company'],
    ['Email opt in', 'email'],
    ['Order date', 'birthday'],
  ])('“%s” is not taken for %s without asking', (header, field) => {
    expect(nameConfidence(header, field)).toBeLessThan(SURE_CONFIDENCE)
  })

  test('a known name among other words is offered, more surely the fewer they are', () => {
    const [one, two] = [
      nameConfidence('Work email', 'email'),
      nameConfidence('work email of spouse', 'email'),
    ]
    expect(one).toBeGreaterThan(two)
    expect(two).toBeGreaterThan(0)
  })
})

describe('a value of a file', () => {
  const options = ['Active', 'Inactive', 'Won', 'Lost', 'Enterprise']

  test.each([
    ['active', 'Active'],
    ['AKTIV', 'Active'],
    ['inactif', 'Inactive'],
    ['gewonnen', 'Won'],
    ['perdu', 'Lost'],
    ['Enterprise!', 'Enterprise'],
  ])('“%s” means the option %s', (value, option) => {
    expect(proposeValueMap([value], options).values).toEqual({ [value]: option })
  })

  test('that fits no option, or two, is asked', () => {
    expect(proposeValueMap(['gold', 'Enter', ''], options).ask).toEqual(['gold', 'Enter', ''])
    expect(proposeValueMap(['plan'], ['plan a', 'plan b']).ask).toEqual(['plan'])
  })

  test('that says yes or no in another language means the option that does', () => {
    expect(proposeValueMap(['oui', 'nein', '1'], ['Yes', 'No']).values).toEqual({
      oui: 'Yes',
      nein: 'No',
      1: 'Yes',
    })
  })
})
