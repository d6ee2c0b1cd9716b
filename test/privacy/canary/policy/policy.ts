import { DATA, type Datum } from './data.ts';
import { PARTIES, type Party, PLACES, type Place } from './parties.ts';

/**
 * What may be found in a cell. `must`: it is certain to be there, so that a search that finds nothing is known to be
 * broken. `hash`: only in a form that it cannot be read from.
 */
export type Allowance = 'must' | 'may' | 'hash' | 'not';

/** An allowance and why, after protocol.md §1 and spec/guides/retention.md. */
export interface Rule {
  readonly allowance: Allowance;
  readonly reason: string;
}

type Cells = Readonly<Partial<Record<`${Party} ${Place}`, readonly [Exclude<Allowance, 'not'>, string]>>>;

const evidence = 'The attester reads evidence in memory, for one call.';
const shown = 'The person’s own app holds and shows it.';
const asked = 'Whoever is asked for something sees who asks; nothing of it is kept.';
const passkey = 'Account and passkeys are what an attester keeps of a person.';
const profile = 'The browser is the person’s own.';
const disk = 'A browser’s files hold what its pages stored until they are rewritten; it is the person’s own.';
const more = 'An app that shows more than it was asked for; nothing of it stays.';
const once = 'The site’s sessions keep hashes, never values.';
const redeemed = 'The site checks a token and its proof in memory, for one call.';

const served =
  'The web server that an operator runs in front of a site logs lines of requests by default, as for any site; no part of Bauta needs it.';

const header: Cells = {
  ...Object.fromEntries(
    PARTIES.filter((party) => party !== 'browser').map((party) => [`${party} sees`, ['may', asked]]),
  ),
  'browser keeps': ['may', profile],
  'web server logs': ['may', served],
};

/** What may be where. A cell that is not named here is forbidden. */
const POLICY: Readonly<Record<Datum, Cells>> = {
  'given name': {
    'attester sees': ['must', evidence],
    'site sees': ['may', more],
    'age app sees': ['may', shown],
    'bank says': ['may', 'A bank knows its customers.'],
  },
  'birth date': {
    'attester sees': ['must', evidence],
    'site sees': ['may', more],
    'age app sees': ['may', shown],
    'bank says': ['may', 'A bank knows its customers.'],
  },
  'document number': {
    'attester sees': ['must', evidence],
    'site sees': ['may', more],
    'age app sees': ['may', shown],
  },
  portrait: { 'attester sees': ['must', evidence], 'site sees': ['may', more], 'age app sees': ['may', shown] },
  'signed part of the document': {
    'attester sees': ['must', evidence],
    'age app sees': ['may', shown],
    'site sees': [
      'may',
      'A site that takes proofs of EU age apps itself is shown the proof (guides/direct-acceptance.md).',
    ],
  },
  'device key of the document': {
    'attester sees': ['must', evidence],
    'age app sees': ['may', shown],
    'site sees': [
      'may',
      'A site that takes proofs of EU age apps itself is shown the proof (guides/direct-acceptance.md).',
    ],
  },
  'subject at the bank': { 'bank says': ['must', 'The id_token comes from the bank.'] },
  'e-mail at the bank': { 'bank says': ['must', 'This bank says more than it was asked.'] },
  'state of the login': {
    'attester sees': ['must', 'The browser that comes back from the bank brings it.'],
    'attester keeps': ['hash', 'A question is filed under the hash of what will answer it.'],
    'bank sees': ['must', 'The attester’s question to the bank holds it.'],
  },
  'nonce of the EU wallet': {
    'attester sees': ['must', evidence],
    'attester says': ['may', 'The signed request must hold it (OpenID4VP §5.10).'],
    'age app sees': ['may', shown],
  },
  'evidence session': {
    'attester sees': ['must', 'Whoever asked comes back with it.'],
    'attester says': ['must', 'The attester makes it.'],
    'attester keeps': ['hash', 'An outcome is filed under the hash of the person’s session.'],
    'browser keeps': ['may', disk],
  },
  'code of the returning browser': {
    'attester sees': ['must', 'The browser that came back brings it.'],
    'attester says': ['must', 'The attester makes it.'],
    'attester keeps': ['hash', 'Until the browser is back, its hash waits.'],
    'age app sees': ['may', 'The link back to the browser goes through the app.'],
    'browser keeps': ['may', profile],
  },
  'keyed hash of the evidence': { 'attester keeps': ['must', 'One piece of evidence is one account.'] },
  'account id': { 'attester keeps': ['must', passkey] },
  'credential id': {
    'attester sees': ['must', passkey],
    'attester keeps': ['must', passkey],
    'attester says': ['may', 'A person who reads the account sees their passkeys.'],
    'browser keeps': ['may', 'Beside the wrapped data key, so that the passkey can be asked for.'],
  },
  'public key of the passkey': {
    'attester sees': ['must', passkey],
    'attester keeps': ['must', passkey],
    'browser keeps': ['may', disk],
  },
  'signature of the passkey': { 'attester sees': ['must', passkey] },
  'nonce for the passkey': {
    'attester says': ['must', 'The attester makes it.'],
    'attester sees': ['must', 'The wallet sends it back.'],
    'attester keeps': ['hash', 'Hashes of nonces, each good once.'],
  },
  'share of a wallet without PRF': {
    'attester says': ['must', 'The attester’s half of the key of a passkey without PRF.'],
  },
  'blinded grant request': {
    'attester sees': ['must', 'The attester signs it blindly.'],
    'attester keeps': ['hash', 'Its hash counts one grant, until the week’s keys no longer sign.'],
  },
  'blind signature of a grant': { 'attester says': ['must', 'The attester signs blindly.'] },
  grant: { 'issuer sees': ['must', 'The issuer checks it, and keeps no spent set.'] },
  'blinded tokens': { 'issuer sees': ['must', 'The issuer signs them blindly; the grant holds their hash.'] },
  'blind signatures of tokens': { 'issuer says': ['must', 'The issuer signs blindly.'] },
  'token not shown yet': {},
  'private key of a token': {},
  'token that was shown': { 'site sees': ['must', redeemed] },
  'holder key of a token': { 'site sees': ['must', redeemed] },
  'proof of possession': { 'site sees': ['must', redeemed] },
  nullifier: { 'site keeps': ['must', 'A proof works once.'] },
  'challenge of the site': {
    'site says': ['must', 'The site makes it.'],
    'site sees': ['must', 'It comes back within the proof.'],
    'browser keeps': ['may', 'The site’s redirect to the wallet is in the person’s own history.'],
  },
  'pre-session cookie': {
    'site says': ['must', 'The site sets it.'],
    'site sees': ['must', 'The browser sends it back.'],
    'site keeps': ['hash', once],
    'browser keeps': ['may', profile],
  },
  'one-time code cookie': {
    'site says': ['must', 'The site sets it.'],
    'site sees': ['must', 'The browser sends it back.'],
    'site keeps': ['hash', once],
    'browser keeps': ['may', profile],
  },
  'session cookie': {
    'site says': ['must', 'The site sets it.'],
    'site sees': ['must', 'The browser sends it back.'],
    'site keeps': ['hash', once],
    'browser keeps': ['may', profile],
  },
  'question to an age app': {
    'site says': ['must', 'The site asks an age app itself.'],
    'site sees': ['may', 'The answer names the question.'],
    'site keeps': ['may', 'A question, its chance and a key for this answer alone, for 300 s.'],
    'age app sees': ['may', shown],
  },
  'name of the site': {
    'site sees': ['must', 'It is the site.'],
    'site says': ['may', 'It is the site.'],
    'site errors': ['may', 'It is the site.'],
    'site keeps': ['may', 'It is the site.'],
    'site logs': ['may', 'It is the site.'],
    'web server logs': ['may', served],
    'browser keeps': ['may', 'The person’s own history.'],
  },
  'path and query at the site': {
    'site sees': ['must', 'The page that was asked for.'],
    'site says': ['may', 'The way back after the proof: a cookie and a redirect to it.'],
    'web server logs': ['may', served],
    'browser keeps': ['may', 'The person’s own history.'],
  },
  'address of the person': header,
  'browser of the person': header,
  'languages of the person': header,
  'page the person came from': header,
  'words in a wrong field': {
    ...header,
    'site says': ['may', 'Words in the address of a page are the way back to it: a cookie and a redirect.'],
  },
};

const FORBIDDEN = 'Nothing in protocol.md §1 or spec/guides/retention.md lets it be here.';

export function ruleOf(datum: Datum, party: Party, place: Place, policy = POLICY): Rule {
  const [allowance, reason] = policy[datum][`${party} ${place}`] ?? ['not', FORBIDDEN];
  return { allowance, reason };
}

/** Every cell there is. */
export function* cells(): Generator<{ readonly datum: Datum; readonly party: Party; readonly place: Place }> {
  for (const datum of DATA) {
    for (const party of PARTIES) for (const place of PLACES) yield { datum, party, place };
  }
}
