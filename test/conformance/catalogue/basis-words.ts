import type { Text } from '../text.ts';
import type { Actor, Automation, BasisStatus } from './catalogue.ts';

/** What a status says of the basis of a requirement. */
export const STATUS_WORDS: Readonly<Record<BasisStatus, Text>> = {
  V: {
    en: 'the text itself was read',
    fr: 'le texte lui-même a été lu',
  },
  'S+': {
    en: 'two or more independent reports of the text agree',
    fr: 'au moins deux comptes rendus indépendants du texte concordent',
  },
  S: {
    en: 'one report of the text says so',
    fr: 'un compte rendu du texte le dit',
  },
  M: {
    en: 'from memory, not confirmed',
    fr: 'de mémoire, non confirmé',
  },
  D: {
    en: 'drawn by us, no sentence of the text',
    fr: 'déduit par nous, sans phrase du texte',
  },
};

/** What going against a requirement is called, by whether its basis is confirmed. */
export const WEIGHT_WORDS: Readonly<Record<'confirmed' | 'unconfirmed' | 'advice', Text>> = {
  confirmed: { en: 'Going against it is called a breach.', fr: 'Y contrevenir est appelé manquement.' },
  unconfirmed: {
    en: 'Going against it is called a probable breach, basis to be confirmed.',
    fr: 'Y contrevenir est appelé manquement probable, base à confirmer.',
  },
  advice: {
    en: 'A best practice or a measure: nobody can be in breach of it.',
    fr: 'Une bonne pratique ou une mesure\u00a0: nul ne peut y contrevenir.',
  },
};

/** What an automation level says. */
export const AUTOMATION_WORDS: Readonly<Record<Automation, Text>> = {
  automatic: { en: 'automatic, its checks decide it', fr: 'automatique, ses contrôles en décident' },
  partial: {
    en: 'partial, its checks can find that it is not kept, never that it is',
    fr: 'partielle, ses contrôles peuvent établir qu’elle n’est pas respectée, jamais qu’elle l’est',
  },
  declaration: {
    en: 'declaration, since no machine can tell: somebody answers and signs',
    fr: 'déclaration, car aucune machine ne peut le dire\u00a0: une personne répond et signe',
  },
};

/** Whom a requirement binds, as people read it. */
export const ACTOR_WORDS: Readonly<Record<Actor, Text>> = {
  site: { en: 'site', fr: 'site' },
  issuer: { en: 'provider of proofs of age', fr: 'prestataire de preuves d’âge' },
  attester: { en: 'source of the age', fr: 'source de l’âge' },
  intermediary: { en: 'other third parties', fr: 'autres tiers' },
  sdk: { en: 'code of a provider on the site', fr: 'code d’un prestataire sur le site' },
  wallet: { en: 'wallet', fr: 'portefeuille' },
  auditor: { en: 'auditor', fr: 'auditeur' },
  protocol: { en: 'protocol', fr: 'protocole' },
};
