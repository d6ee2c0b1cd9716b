import type { AccountView } from '@bauta/sdk/client';
import { type Bytes, formatBase64url, isEqual, startOf } from '@bauta/sdk/protocol';
import type { Text } from '../../text/en.ts';
import { actions, element, mainButton, paragraph, quietButton } from '../frame/dom.ts';
import type { Question } from '../frame/stage.ts';
import type { VisitCount } from './rights-export.ts';

/** All that is kept. */
export interface Held {
  /** What people call the attester. */
  readonly attester: string;
  readonly view: AccountView;
  readonly visits: readonly VisitCount[];
  /** The passkeys that open the wallet of this browser. */
  readonly here: readonly Bytes[];
  /** Whether this browser keeps a wallet. */
  readonly hasWallet: boolean;
}

export type RightsAct = 'add' | 'delete-account' | 'delete-wallet' | 'stop';

/** What is kept, by whom, and what its owner can do about it. @param save hands over the file. */
export function rightsScreen(held: Held, save: () => void): Question<RightsAct> {
  return (text, answer) => {
    const { rights } = text;
    const { attester, visits, hasWallet } = held;
    const part = (title: string, ...body: readonly Node[]): HTMLElement =>
      element('section', {}, element('h2', {}, title), ...body);
    return {
      heading: rights.heading,
      body: [
        part(rights.holds(attester), table(attesterRows(text, held)), paragraph(rights.fingerprint(attester))),
        ...(hasWallet ? [part(rights.browserHolds, table(browserRows(text, visits)), paragraph(rights.noSites))] : []),
        part(rights.saveTitle, paragraph(rights.saveMeans), actions(mainButton(rights.save, save))),
        part(
          rights.add.heading,
          paragraph(rights.add.offerMeans),
          actions(quietButton(rights.add.offer, () => answer('add'))),
        ),
        part(rights.lostTitle, paragraph(rights.lostKnown), paragraph(rights.lostOther)),
        part(
          rights.deleteTitle,
          actions(
            quietButton(rights.deleteAccount.offer(attester), () => answer('delete-account')),
            ...(hasWallet ? [quietButton(rights.deleteWallet.offer, () => answer('delete-wallet'))] : []),
          ),
        ),
        actions(quietButton(rights.toWallet, () => answer('stop'))),
      ],
    };
  };
}

interface Row {
  readonly name: string;
  readonly means?: string;
  readonly values: readonly string[];
}

function attesterRows(text: Text, { view, here }: Held): Row[] {
  const { rights, stock } = text;
  const { thresholds, expires, passkeys, drawn } = view;
  const isHere = (id: Bytes): boolean => here.some((one) => isEqual(one, id));
  const hasAges = new Set(drawn.map(({ threshold }) => threshold)).size > 1;
  return [
    { name: rights.ages, means: rights.agesMean, values: thresholds.map(stock.forAge) },
    { name: rights.expires, means: rights.expiresMeans, values: [rights.date(expires)] },
    {
      name: rights.passkeys,
      means: rights.passkeysMean,
      values: passkeys.map(({ credentialId, counter }) =>
        rights.passkey(formatBase64url(credentialId).slice(0, 6), counter, isHere(credentialId)),
      ),
    },
    ...drawn.map(({ threshold, epoch, drawn: count, of }, i) => ({
      name: [rights.drawn(text.day(startOf(epoch))), ...(hasAges ? [stock.forAge(threshold)] : [])].join(' · '),
      ...(i === 0 ? { means: rights.drawnMeans } : {}),
      values: [rights.drawnOf(count, of)],
    })),
  ];
}

function browserRows(text: Text, visits: readonly VisitCount[]): Row[] {
  const { rights, stock } = text;
  const hasAges = new Set(visits.map(({ threshold }) => threshold)).size > 1;
  if (visits.length === 0) return [{ name: rights.visits, values: [text.visits(0)] }];
  return visits.map(({ epoch, threshold, count }) => ({
    name: [rights.visitsOf(text.day(startOf(epoch))), ...(hasAges ? [stock.forAge(threshold)] : [])].join(' · '),
    values: [text.visits(count)],
  }));
}

function table(rows: readonly Row[]): HTMLElement {
  const drawn = rows.map(({ name, means, values }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name, ...(means ? [element('span', { class: 'learns' }, means)] : [])),
      element('td', {}, ...values.map((value) => element('div', {}, value))),
    ),
  );
  return element('table', {}, element('tbody', {}, ...drawn));
}
