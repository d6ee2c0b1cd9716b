import type { Help } from './help.ts';

/** For every country that has no file of its own. */
export const elsewhere: readonly Help[] = [
  {
    kind: 'europe',
    name: '116 111',
    number: '116111',
    href: 'https://childhelplineinternational.org/',
    // 23 of 27 member states in 2022; each country sets its own hours.
    source: 'https://childhelplineinternational.org/15-years-of-116111/',
  },
  {
    kind: 'finding',
    name: 'Child Helpline International',
    href: 'https://childhelplineinternational.org/',
    source: 'https://childhelplineinternational.org/15-years-of-116111/',
  },
  {
    kind: 'parents',
    name: 'Better Internet for Kids',
    href: 'https://better-internet-for-kids.europa.eu/',
    source: 'https://digital-strategy.ec.europa.eu/en/policies/safer-internet-centres',
  },
];
