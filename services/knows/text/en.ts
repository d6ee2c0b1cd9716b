import type { KindName, Subject } from '../kinds.ts';
import type { ShownRoom } from '../transcript.ts';

/** What a room is called, and what it is for. */
interface RoomText {
  readonly name: string;
  /** As it stands behind what is its own. */
  readonly of: string;
  readonly does: string;
}

/** What `searched` speaks of: so many strings of one room, and so many bytes of another. */
export interface Searched {
  readonly strings: string;
  readonly of: string;
  readonly bytes: string;
  readonly in: string;
}

/** Every sentence of the panel in English. The other languages have the same names. */
export const en = {
  language: 'English',
  heading: 'Who knows what',
  lead:
    'Every line here was found in the bytes that each server received since it was started. Nothing is assumed. Go ' +
    'through a visit in another tab, and watch.',
  rooms: {
    'demo-site': { name: 'The site', of: 'of the site', does: 'Opens its door to a token.' },
    wallet: {
      name: 'The wallet’s host',
      of: 'of the wallet’s host',
      does: 'Gives the pages of the wallet, which runs in your browser.',
    },
    issuer: { name: 'The issuer', of: 'of the issuer', does: 'Signs tokens that it cannot see.' },
    attester: { name: 'The age checker', of: 'of the age checker', does: 'Checks your age, once.' },
    phone: { name: 'The phone', of: 'of the phone', does: 'Holds your proof of age. Here it is simulated.' },
  } satisfies Record<ShownRoom, RoomText> as Readonly<Record<ShownRoom, RoomText>>,
  kinds: {
    address: 'Your browser’s address and kind, and the time',
    site: 'Which site you visit',
    asker: 'Which age checker asks for a proof',
    method: 'How you prove your age',
    proofOfAge: 'Your proof of age',
    passkey: 'Your passkey’s public half',
    gesture: 'That your passkey agrees',
    account: 'Your account’s number',
    sealed: 'Sealed requests, closed to it',
    grant: 'A grant for one batch',
    token: 'A token: you are over 18',
    nullifier: 'The mark by which a token is good once',
    holder: 'A signature by the token’s own key',
    session: 'Your session at this site',
  } satisfies Record<KindName, string> as Readonly<Record<KindName, string>>,
  learnt: 'learnt',
  notLearnt: 'not learnt',
  received: (requests: string, bytes: string): string => `${requests}, ${bytes} received`,
  requests: (count: number, figure: string): string => `${figure}\u00a0${count === 1 ? 'request' : 'requests'}`,
  bytes: (count: number, figure: string): string => `${figure}\u00a0${count === 1 ? 'byte' : 'bytes'}`,
  strings: (count: number, figure: string): string => `${figure}\u00a0${count === 1 ? 'string' : 'strings'}`,
  forgotten: (requests: string): string => `${requests} before that it no longer has.`,
  silent: 'It does not answer. What it knows is not shown.',

  site: {
    nothing: 'What the site received and what the others received have nothing in common.',
    common: 'Something that the site received stands among what another received.',
  },
  linksHeading: 'What two of them could put together',
  nothing: 'Nothing in common',
  common: (strings: string): string => `${strings} in common`,
  nothingYet: 'Nothing to compare yet',
  notCompared: 'Not compared: one of them does not answer',
  searched: (one: Searched): string => `${one.strings} ${one.of} searched in ${one.bytes} ${one.in}`,
  found: (there: string, back: string, count: string): string => `${there}, ${back}: ${count} found.`,
  subjects: {
    request: 'The request for a proof of age: the phone answers the age checker that asks.',
    passkey: 'Your passkey.',
    key: 'A public key or a public constant, the same for everybody.',
    other: 'Something that is not expected here.',
  } satisfies Record<Subject, string> as Readonly<Record<Subject, string>>,
  andElse: 'Every other pair is in the second table.',

  tables: 'The same as tables',
  kindsTable: 'What each of them has learnt, and how often it was found',
  pairsTable: 'What was searched between two of them, and found',
  kind: 'What',
  pair: 'Between',
  searchedColumn: 'Searched',
  foundColumn: 'In common',

  aboutHeading: 'What this page can and cannot show',
  about: [
    'To draw this it asks every server what it received. They tell it in a demonstration on one machine only: in ' +
      'production no server keeps or shows it, and nobody can see this picture. Opening this page is not recorded.',
    'Searched is every string of 16 bytes or more that one of them was sent, in all bytes that the other received: ' +
      'as they are, in hexadecimal, base64 or base64url, and one inside the other.',
    'The values of cookies are struck out: whoever saw one could use it. Their names and lengths are kept, and the ' +
      'values are neither searched nor counted.',
    'Not counted is how a browser names itself and its languages: it tells every server on the net the same words.',
    'Bytes do not show everything: servers that worked together could still compare times and addresses. Waiting ' +
      'before the first visit makes that of little use.',
  ],
  pause: 'Pause',
  goOn: 'Go on',
  news: (room: string, kinds: string): string => `${room} has learnt: ${kinds}.`,
  newsFrom: (rooms: string): string => `New lines at: ${rooms}.`,
};

/** The sentences of one language. */
export type PanelText = typeof en;
