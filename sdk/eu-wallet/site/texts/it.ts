import type { Texts } from './texts.ts';

export const it: Texts = {
  offer: {
    action: 'Usare direttamente un’app per l’età',
    learns: (age) =>
      'Questa opzione mostra a questo sito quale fornitore, dunque di solito quale Paese, ha rilasciato la sua prova. ' +
      `Saprà che lei ha compiuto ${age} anni, e non chi è. Oltre alla sua app, nessun altro saprà che lei è qui.`,
  },
  ask: {
    title: 'App per l’età',
    heading: (age) => `Mostri a questo sito che ha compiuto ${age} anni.`,
    lead:
      'Questo sito vedrà quale fornitore, dunque di solito quale Paese, ha rilasciato la sua prova. Non vedrà né il suo ' +
      'nome né la sua data di nascita, e non conserva niente della prova.',
    browser: 'Chiedere con questo browser',
    browserNote: 'Il suo browser cerca un’app per l’età su questo dispositivo o sul suo telefono.',
    here: 'Aprire l’app su questo dispositivo',
    hereNote: 'Se non si apre niente, qui non c’è una tale app.',
    elsewhere: 'Con un’app su un altro dispositivo',
    elsewhereNote:
      'Inquadri questo codice con essa. Inquadri solo un codice di una pagina che ha aperto lei: chi le mostra il suo ' +
      'entrerebbe con la sua prova.',
    code: 'Codice per un’app per l’età su un altro dispositivo',
    shared: 'L’ho condivisa',
    silent: 'Nessuna app ha ancora risposto. Forse non è installata: questa pagina ha altre vie.',
    declined: 'Niente è stato mostrato a questo sito. Può chiedere di nuovo, o prendere un’altra via.',
    broken: 'Il browser non ha potuto chiedere a un’app. Questa pagina ha altre vie.',
  },
  waiting: {
    title: 'Ancora niente',
    heading: 'Non è ancora arrivato niente.',
    lead: 'Condivida prima la prova nella sua app. Un codice vale cinque minuti.',
    again: 'Guardare di nuovo',
  },
  refused: {
    title: 'Prova non accettata',
    heading: 'Questa prova non è stata accettata.',
    lead:
      'Questo non dice nulla della sua età. Una domanda vale per una risposta, per cinque minuti, nel browser che l’ha ' +
      'posta.',
    again: 'Chiedere di nuovo',
  },
  closed: {
    title: 'Opzione chiusa',
    heading: 'Questa opzione è chiusa per il momento.',
    lead: 'In questo momento il sito non può dire quali prove di un’app per l’età valgono. Non dipende da lei.',
  },
  rather: {
    heading: 'La via più riservata',
    note: 'Con un portafoglio, questo sito non apprende né chi è né chi ha verificato la sua età.',
    action: 'Dimostrare la mia età con un portafoglio',
  },
};
