/** How age gates speak: French, English, Italian, German and Spanish, normalised (reading/normalize.ts). */

/** The page asks for a proof of age, or says that it is for adults. */
export const ASKS_AGE: readonly RegExp[] = [
  /(reserve|interdit|destine)e?s? (aux|a un public) (adulte|majeur|mineur|plus de 1[68]|personnes majeures|moins de 1[68])/,
  /(verifi(cation|er|ez)|preuve|controle|confirm(er|ez)|prouv(er|ez)|attest(er|ez)|justifi(er|ez)) (de |d')?(l'|votre |mon |son |la |ma )?(age|majorite)/,
  /(plus de|moins de|au moins|j'ai|avoir|avez|age de) 1[68] ans/,
  /age (verification|check|assurance|gate|restricted|restriction)|(verify|prove|confirm|check|enter) (your|my) age|proof of age/,
  /(over|under|least|am|be|aged) (the age of )?(1[68]|twenty-one|21)\b|1[68] (years|or older|or over|and over)|adults only|(only )?for adults|of legal age/,
  /verific(a|are|hi) (del)?l?a?('| )?(tua |sua |la tua |la sua )?(eta|maggiore eta)|prova (del)?l?'?(di )?eta|dimostr(a|i|are) .{0,30}\beta\b|maggiorenn|(piu di|almeno|compiuto) 18|(solo )?per adulti|vietato ai minori/,
  /alters(verifi|uberpruf|pruf|nachweis|kontroll|freigabe|beschrank)|alter (nachweisen|bestatigen|uberprufen|prufen)|volljahrig|(uber|ab|mindestens|bin) 18|nur fur erwachsene|fur erwachsene/,
  /verific(acion|a|ar|ue) (de |tu |su |la )*edad|(demuestr|confirm)(a|e) .{0,20}edad|prueba de edad|mayor(es)? de (edad|18)|mas de 18|solo (para )?adultos|prohibid[oa] (a|para) menores/,
];

/** A choice that is a way of proving one's age. */
export const WAY_OF_PROVING: readonly RegExp[] = [
  /prouv|preuve|verifi|portefeuille|carte (d'identite|bancaire|bleue)|piece d'identite|passeport|identite numerique|application d'age|selfie|estimation|france ?(connect|identite)/,
  /prove|proof|verif|wallet|\bid\b|identity|passport|driving licen|selfie|face|estimat|credit card|bank|age app|yoti|ageverif|agego|agekey|persona|veriff|go ?cam|incode|privateid/,
  /dimostra|verific|prova|portafoglio|carta|documento|spid|\bcie\b|applicazione|app per l'eta/,
  /nachweis|verifiz|prufen|ausweis|brieftasche|wallet|schufa|postident/,
  /demostrar|demuestr|verific|cartera|documento|tarjeta|dni\b/,
];

/** Saying that one is old enough, and no more. */
export const DECLARES: readonly RegExp[] = [
  /^(oui|yes|si|ja|sim)\b.{0,40}$/,
  /\b(j'ai|i am|i'm|ich bin|tengo|soy|ho|sono) .{0,20}(1[68]|majeur|adult|maggiorenne|volljahrig|mayor|erwachsen)/,
  /^(entrer|enter|entra|eintreten|entrar|continuer|continue|accept(er)?|accetto|akzeptieren|aceptar|weiter)\b.{0,30}$/,
];

/** What else a gate page leads to, which is no way of proving one's age. */
export const LEADS_AWAY: readonly RegExp[] = [
  /besoin d'en parler|aide|contact|mentions|confidentialite|donnees|cookies|conditions|quitter|sortir|leave|exit|help|privacy|terms|legal|about|imprint|impressum|datenschutz|esci|uscire|aiuto|salir|ayuda|verlassen|hilfe|talk|how it works|comment|en savoir|learn more|why|pourquoi|faq|parental/,
];

/** Every level of privacy that a gate can show beside a choice. The first that fits counts. */
export const LEVELS: readonly { readonly level: PrivacyLevel; readonly words: readonly RegExp[] }[] = [
  {
    level: 'service-visible',
    words: [
      /(peut|peuvent|pourra|va) (apprendre|savoir|connaitre|voir) (que vous etes ici|(de )?quel (site|service))/,
      /(sait|saura|apprend|connait|connaitra) (que vous (etes|venez)|quel (site|service))/,
      /(can|may|will|could) (learn|know|see|tell|find out) (that you are here|which (site|service)|what (site|service))/,
      /(puo|possono|potra) (venire a sapere|sapere|vedere|conoscere) (che lei e qui|che sei qui|quale (sito|servizio))/,
      /(kann|konnen|wird) (erfahren|wissen|sehen).{0,40}(seite|dienst)|erfahrt.{0,30}(seite|dienst)/,
      /(puede|pueden|podra) (saber|ver|conocer).{0,20}(sitio|servicio|estas aqui)/,
    ],
  },
  {
    level: 'source-visible',
    words: [
      /(ce|le) site (peut|pourra) voir (qui|comment|quel)|montre a ce site quel/,
      /(this|the) site (can|may|will) see (who|how|which)|shows this site which/,
      /(questo|il) sito (puo|potra) vedere (chi|come|quale)|mostra a questo sito quale/,
      /(diese|die) (seite|website) (kann|wird) sehen,? (wer|wie|welche)/,
      /(este|el) sitio (puede|podra) ver (quien|como|que)/,
    ],
  },
  {
    level: 'double-blind',
    words: [
      /double[- ](confidentialite|anonymat|aveugle)/,
      /double[- ](blind|anonymity)/,
      /doppi[ao] (riservatezza|anonimato|cieco)/,
      /doppel(t(e[rs]?)?)?[- ]?(blind|anonym|vertraulich)/,
      /doble (anonimato|confidencialidad|ciego)/,
    ],
  },
];

export type PrivacyLevel = 'double-blind' | 'source-visible' | 'service-visible';

/** A level is shown in other words than those above. */
export const SHOWS_SOME_LEVEL: readonly RegExp[] = [
  /niveau de (protection|confidentialite|vie privee)|protection (forte|renforcee|standard|elevee)/,
  /(level of|) ?(privacy|protection) (level|rating)|level of (privacy|protection|confidentiality)/,
  /livello di (protezione|riservatezza|privacy)/,
  /datenschutz(niveau|stufe)|schutzniveau|vertraulichkeitsstufe/,
  /nivel de (proteccion|privacidad|confidencialidad)/,
];
