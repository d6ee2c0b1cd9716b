import type { Help } from './help.ts';

export const it: readonly Help[] = [
  {
    kind: 'listening',
    name: 'Telefono Azzurro',
    number: '19696',
    hours: 'always',
    href: 'https://www.azzurro.it/',
    source: 'https://tg24.sky.it/cronaca/2025/04/23/telefono-azzurro-numeri-intervento-giubileo',
  },
  {
    kind: 'danger',
    name: '114 Emergenza Infanzia',
    number: '114',
    hours: 'always',
    href: 'https://www.114.it/',
    source: 'https://www.comune.trieste.it/114-emergenza-infanzia',
  },
  {
    kind: 'parents',
    name: 'Generazioni Connesse',
    href: 'https://www.generazioniconnesse.it/',
    source: 'https://better-internet-for-kids.europa.eu/saferinternetday/italy',
  },
];
