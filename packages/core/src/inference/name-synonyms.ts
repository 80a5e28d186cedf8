/**
 * Names that mean the same, without accents and joints, in English, German, French, Spanish, Italian, Portuguese, Dutch and Swedish. A concept may
 * belong to a wider one: a mobile is a phone.
 */
const concepts: readonly { name: string; within?: string; words: string }[] = [
  {
    name: 'email',
    words:
      'email, e mail, mail, mail address, email address, e mail address, emailadresse, e mail adresse, mailadresse, correo, correo electronico, email direccion, courriel, adresse email, adresse e mail, adresse mail, mel, posta elettronica, indirizzo email, indirizzo e mail, endereco de email, email adres, e mailadres, e postadress, e post, epost, mailadress, kontakt email',
  },
  {
    name: 'phone',
    words:
      'phone, phone number, phone no, telephone, telephone number, tel, tel no, tel nr, telefon, telefonnummer, telefon nr, rufnummer, festnetz, telephone fixe, numero de telephone, no de telephone, telefono, numero de telefono, telefono fijo, numero di telefono, telefone, numero de telefone, telefoon, telefoonnummer, telefonnr, contact number, whatsapp, whatsapp number',
  },
  {
    name: 'mobile',
    within: 'phone',
    words:
      'mobile, mobile number, mobile phone, cell, cell phone, cellphone, cellular, handy, handynummer, mobil, mobiltelefon, mobilnummer, portable, telephone portable, tel portable, mobile telefono, movil, telefono movil, celular, cellulare, telefono cellulare, telemovel, mobiel, mobiele nummer, gsm, mobiltelefonnummer',
  },
  { name: 'fax', words: 'fax, fax number, faxnummer, telefax, telecopie, numero de fax' },
  {
    name: 'full-name',
    words:
      'name, full name, fullname, contact name, customer name, person, vollstandiger name, kontaktname, nom complet, nom et prenom, nombre completo, nombre y apellidos, nombre, nom, nome, nome completo, nome e cognome, volledige naam, naam, namn, fullstandigt namn, for och efternamn',
  },
  {
    name: 'first-name',
    words:
      'first name, firstname, fname, given name, forename, vorname, rufname, prenom, nombre de pila, primer nombre, nome di battesimo, primeiro nome, nome proprio, voornaam, fornamn, tilltalsnamn',
  },
  {
    name: 'last-name',
    words:
      'last name, lastname, lname, surname, family name, nachname, familienname, zuname, nom de famille, apellido, apellidos, cognome, sobrenome, apelido, ultimo nome, achternaam, familienaam, efternamn',
  },
  {
    name: 'middle-name',
    words:
      'middle name, middlename, second name, zweiter vorname, deuxieme prenom, segundo nombre, secondo nome, tweede naam, mellannamn',
  },
  {
    name: 'company',
    words:
      'company, company name, organisation, organization, organisation name, organization name, business, business name, account name, employer, firma, firmenname, unternehmen, entreprise, societe, raison sociale, nom de l entreprise, empresa, nombre de la empresa, compania, razon social, azienda, societa, ragione sociale, nome da empresa, bedrijf, bedrijfsnaam, foretag, foretagsnamn, organisatie',
  },
  {
    name: 'job-title',
    words:
      'job title, position, role, title, funktion, berufsbezeichnung, poste, fonction, cargo, puesto, ruolo, posizione, functie, befattning, titel',
  },
  {
    name: 'department',
    words: 'department, dept, abteilung, departement, service, departamento, reparto, afdeling, avdelning',
  },
  { name: 'salutation', words: 'salutation, prefix, anrede, civilite, tratamiento, titolo, aanhef, tilltal' },
  {
    name: 'gender',
    words: 'gender, sex, geschlecht, sexe, genre, sexo, genero, sesso, genere, geslacht, kon',
  },
  {
    name: 'address',
    words:
      'address, street, street address, address line 1, address 1, addr, mailing address, postal address, adresse, anschrift, strasse, straße, strasse und hausnummer, rue, adresse postale, direccion, calle, domicilio, indirizzo, via, endereco, morada, rua, adres, straat, straatnaam, gatuadress, adress, gata',
  },
  {
    name: 'address-2',
    words:
      'address line 2, address 2, street 2, adresszusatz, complement d adresse, direccion 2, indirizzo 2, complemento, toevoeging',
  },
  {
    name: 'city',
    words:
      'city, town, locality, city town, stadt, ort, wohnort, ville, commune, localite, ciudad, localidad, poblacion, municipio, citta, comune, localita, cidade, localidade, stad, plaats, woonplaats, postort',
  },
  {
    name: 'state',
    words:
      'state, province, region, state province, county, bundesland, kanton, departement region, estado, provincia, comunidad autonoma, regione, distrito, provincie, lan, landskap',
  },
  {
    name: 'zip',
    words:
      'zip, zip code, zipcode, postal code, postcode, post code, plz, postleitzahl, code postal, cp, codigo postal, cap, codice postale, cep, postnummer, postnr',
  },
  {
    name: 'country',
    words:
      'country, country name, country region, nation, land, staat, pays, pais, paese, nazione, stato, landnaam',
  },
  {
    name: 'website',
    words:
      'website, web site, web, url, homepage, home page, web address, webseite, internetseite, webadresse, site web, site internet, sitio web, pagina web, sito, sito web, sitio, webbplats, hemsida, domain',
  },
  {
    name: 'amount',
    words:
      'amount, total, total amount, sum, value, price, betrag, summe, gesamtbetrag, preis, wert, montant, montant total, prix, somme, importe, importe total, precio, valor, monto, importo, prezzo, totale, somma, valore, preco, montante, bedrag, prijs, totaal, belopp, summa, pris, revenue, umsatz, chiffre d affaires, ca, ingresos, fatturato, omzet',
  },
  {
    name: 'quantity',
    words:
      'quantity, qty, count, units, menge, anzahl, stuck, quantite, nombre d articles, cantidad, unidades, quantita, quantidade, aantal, hoeveelheid, antal, kvantitet',
  },
  {
    name: 'currency',
    words: 'currency, currency code, wahrung, devise, monnaie, moneda, divisa, valuta, moeda',
  },
  {
    name: 'date',
    words: 'date, day, datum, tag, jour, fecha, dia, data, giorno, dag',
  },
  {
    name: 'created',
    within: 'date',
    words:
      'created, created at, created on, create date, creation date, date created, date added, signup date, signed up, sign up date, registered, registration date, join date, joined, joined at, erstellt, erstellt am, erstelldatum, anlagedatum, angelegt am, registriert am, date de creation, cree le, date d inscription, fecha de creacion, fecha de alta, fecha de registro, data di creazione, creato il, data de criacao, criado em, aanmaakdatum, aangemaakt op, skapad, skapad den, registreringsdatum',
  },
  {
    name: 'updated',
    within: 'date',
    words:
      'updated, updated at, last modified, modified, last updated, modified date, geandert am, aktualisiert, date de modification, modifie le, fecha de modificacion, actualizado, data di modifica, data de modificacao, gewijzigd op, andrad',
  },
  {
    name: 'birthday',
    within: 'date',
    words:
      'birthday, birth date, birthdate, date of birth, dob, born, geburtstag, geburtsdatum, geb datum, date de naissance, naissance, fecha de nacimiento, nacimiento, cumpleanos, data di nascita, nascita, data de nascimento, nascimento, geboortedatum, fodelsedatum',
  },
  {
    name: 'status',
    words:
      'status, state of lead, lead status, stage, zustand, phase, statut, etat, etape, estado del cliente, situacion, situacao, stato cliente, fase, lage, statuskod',
  },
  {
    name: 'id',
    words:
      'id, identifier, record id, customer id, contact id, user id, uid, external id, kundennummer, kunden nr, kundennr, kunden id, nummer, kennung, identifiant, numero client, no client, id client, identificador, numero de cliente, id cliente, identificativo, codice cliente, codigo, codigo de cliente, klantnummer, klant id, kundnummer, number, no, nr',
  },
  {
    name: 'order-id',
    words:
      'order id, order number, order no, bestellnummer, auftragsnummer, numero de commande, numero de pedido, numero ordine, ordernummer',
  },
  {
    name: 'notes',
    words:
      'notes, note, comment, comments, remarks, description, memo, notiz, notizen, bemerkung, bemerkungen, kommentar, beschreibung, remarque, remarques, commentaire, notas, observaciones, comentarios, descripcion, annotazioni, osservazioni, descrizione, observacoes, descricao, opmerking, opmerkingen, omschrijving, anteckning, anteckningar, beskrivning',
  },
  {
    name: 'tags',
    words:
      'tags, tag list, labels, label, categories, category, kategorie, kategorien, schlagworte, etiquettes, categorie, etiquetas, categoria, etichette, trefwoorden, taggar, kategori',
  },
  { name: 'language', words: 'language, lang, locale, sprache, langue, idioma, lingua, taal, sprak' },
  {
    name: 'source',
    words:
      'source, lead source, origin, channel, quelle, herkunft, provenance, origine, origen, fuente, fonte, origem, bron, herkomst, kalla',
  },
  {
    name: 'owner',
    words:
      'owner, contact owner, account owner, assigned to, zustandig, besitzer, responsable, proprietaire, propietario, proprietario, responsabile, eigenaar, agare, ansvarig',
  },
  { name: 'active', words: 'active, is active, enabled, aktiv, actif, activo, attivo, ativo, actief' },
  {
    name: 'subscribed',
    words:
      'subscribed, newsletter, opt in, optin, opted in, marketing consent, accepts marketing, accepts email marketing, abonniert, einwilligung, abonne, consentement, suscrito, consentimiento, iscritto, consenso, inscrito, ingeschreven, prenumererar, samtycke',
  },
  {
    name: 'vat',
    words:
      'vat, vat number, vat id, tax id, tax number, ust id, umsatzsteuer id, steuernummer, tva, numero de tva, numero tva, nif, cif, iva, partita iva, p iva, cnpj, cpf, btw nummer, btw, momsnummer',
  },
  {
    name: 'iban',
    words:
      'iban, account number, bank account, kontonummer, konto, compte, numero de compte, cuenta, numero de cuenta, conto, conta, rekeningnummer, rekening',
  },
]

/** A name's concept, and the wider one that it belongs to. */
export interface Concept {
  name: string
  within: string | null
}

const byPhrase = new Map<string, Concept>()
for (const { name, within, words } of concepts) {
  for (const phrase of words.split(', ')) {
    if (!byPhrase.has(phrase)) byPhrase.set(phrase, { name, within: within ?? null })
  }
}

/** The words that say nothing by themselves. */
const fillers = new Set(
  'de du des d la le les l el los las of the a an der die das den des di del della do da dos van het my your'.split(
    ' ',
  ),
)

/** A name's words without fillers, in the order of the name. */
export function tellingWords(words: readonly string[]): string[] {
  const telling = words.filter((word) => !fillers.has(word))
  return telling.length === 0 ? [...words] : telling
}

/** The concept that the whole name is, or null. */
export function conceptOf(words: readonly string[]): Concept | null {
  return byPhrase.get(words.join(' ')) ?? byPhrase.get(tellingWords(words).join(' ')) ?? null
}

/** The concept that the longest run of a name's words is, and how many words are left over. */
export function conceptWithin(words: readonly string[]): { concept: Concept; rest: number } | null {
  for (let length = words.length - 1; length > 0; length--) {
    for (let from = words.length - length; from >= 0; from--) {
      const concept = byPhrase.get(words.slice(from, from + length).join(' '))
      if (concept) {
        const others = [...words.slice(0, from), ...words.slice(from + length)].filter(
          (word) => !fillers.has(word),
        )
        return { concept, rest: others.length }
      }
    }
  }
  return null
}
