import type { Texts } from './texts.ts';

export const it: Texts = {
  name: 'Italiano',
  languages: 'Lingua',
  gate: {
    title: 'Prova dell’età',
    heading: (age) =>
      age < 18 ? `Questa pagina è riservata a chi ha compiuto ${age} anni.` : 'Questa pagina è riservata agli adulti.',
    lead: 'Dimostri la sua età senza dire chi è.',
  },
  offers: {
    wallet: {
      action: 'Dimostrare la mia età',
      learns: (age) =>
        `Questo sito saprà che lei ha compiuto ${age} anni. Non saprà chi è, né come lo ha dimostrato. ` +
        'Nessun altro saprà che lei è qui.',
    },
  },
  level: 'Livello di protezione:',
  levels: {
    'double-blind': 'doppia riservatezza',
    'source-visible': 'questo sito può vedere chi ha verificato la sua età',
    'service-visible': 'chi verifica la sua età può venire a sapere che lei è qui',
  },
  refusal: {
    title: 'Prova non accettata',
    heading: 'Questa prova non è stata accettata.',
    lead: 'Questo non dice nulla della sua età. Una prova vale una volta, su un solo sito, entro dieci minuti.',
    cost: 'Se il suo portafoglio ha usato una visita, quella è persa: una sola, e niente di più.',
    action: 'Ricominciare',
    advice:
      'Se succede di nuovo, attenda qualche minuto, poi riparta dalla pagina che voleva vedere, nello stesso browser.',
    code: 'Codice per l’assistenza:',
  },
  unavailable: {
    title: 'Ingresso chiuso',
    heading: 'L’ingresso è chiuso per il momento.',
    lead: 'In questo momento il sito non può verificare alcuna prova dell’età. Non dipende da lei.',
    action: 'Riprovare',
  },
  help: {
    title: 'Aiuto',
    heading: 'Parlarne con qualcuno',
    lead: 'Questa pagina è la stessa per tutti. Niente qui dice a questi servizi da quale sito lei arriva.',
    question: (age) => `Non ha ancora ${age} anni, o desidera parlarne?`,
    kinds: {
      listening: 'C’è chi ascolta e consiglia. La chiamata è gratuita.',
      danger: 'Quando un bambino o un ragazzo è in pericolo. La chiamata è gratuita.',
      reporting: 'Per segnalare qualcosa su internet che potrebbe essere contrario alla legge.',
      parents: 'Per i genitori: il controllo parentale, e come parlare di ciò che i figli vedono in rete.',
      europe: 'Il numero di ascolto per i più giovani in gran parte dell’Unione europea. La chiamata è gratuita.',
      finding: 'Per trovare il servizio di ascolto del suo Paese.',
    },
    hours: (hours) => (hours === 'always' ? 'Giorno e notte.' : `Tutti i giorni, dalle ${hours[0]} alle ${hours[1]}.`),
    call: 'Chiamare il',
    back: 'Tornare all’ingresso',
  },
  contact: {
    heading: 'Un errore, una domanda',
    before: 'Se una prova è stata rifiutata a torto, o per qualsiasi domanda, scriva a questo sito:',
  },
};
