import { createHash } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';
import { createDeviceKeys, type IssueOptions, issue } from '@bauta/services/phone/attestation';
import { answerSignedRequest, type Hold } from '@bauta/services/phone/eudi/answer-request';
import { presentHaip } from '@bauta/services/phone/eudi/present-haip';
import { answerIsoMdoc, parseDigitalRequests } from '@bauta/services/phone/iso-mdoc';
import { type HeldAttestation, present } from '@bauta/services/phone/present';
import type { TestPki } from '@bauta/services/phone/test-pki';
import { Tagged } from 'cborg';
import { createSoftwarePasskey, type SoftwarePasskey } from '../../../flow/software-passkey.ts';
import type { House } from '../../../rooms/house.ts';
import { post, registrationChallengeOf } from '../../../rooms/person.ts';
import type { Provider } from '../../evidence-house.ts';
import type { Marks } from '../marks.ts';
import type { Persona } from '../persona.ts';

const PID = 'eu.europa.ec.eudi.pid.1';
const AGES = 'eu.europa.ec.av.1';

/** What a person needs beside a house to show who they are. */
export interface Papers {
  readonly marks: Marks;
  /** Who issues proofs of age. */
  readonly pki: TestPki;
  /** Who issues person identification data. */
  readonly pidPki: TestPki;
  readonly terms: { readonly authorities: readonly Bytes[]; readonly now: number };
  readonly bank: { readonly provider: Provider; logInAs(person: Persona): void };
}

/** A question of the attester, as the wallet gets it. */
interface Begun {
  readonly session: string;
  readonly request: string;
  readonly here: string;
  readonly digital: { readonly protocol: string; readonly data: never }[];
}

type Show = (house: House, person: Persona, papers: Papers, begun: Begun) => Promise<string | undefined>;

/** A document of this person with a mark in every field. */
async function hold(
  { marks, pki, terms }: Papers,
  options: Partial<IssueOptions> = {},
  from: TestPki = pki,
): Promise<HeldAttestation> {
  const keys = await createDeviceKeys();
  const attestation = await issue(from.attestationProvider, { now: terms.now, deviceKey: keys.publicKey, ...options });
  const [, , payload, signature] = attestation.issuerAuth;
  marks.keep(
    'signed part of the document',
    signature,
    createHash('sha256')
      .update(payload as Bytes)
      .digest(),
  );
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  marks.keep('device key of the document', point.slice(1, 33), point.slice(33));
  return { attestation, deviceKey: keys.privateKey };
}

/** Person identification data; `isRich`: with all that such a document may say. */
function holdPid(papers: Papers, person: Persona, isRich: boolean): Promise<HeldAttestation> {
  const birthDate = ['birth_date', new Tagged(1004, person.birthDate)] as const;
  const more = [
    ['given_name', person.givenName],
    ['document_number', person.documentNumber],
    ['portrait', person.portrait],
  ] as const;
  const elements = isRich ? [birthDate, ...more] : [birthDate];
  return hold(papers, { docType: PID, nameSpace: PID, elements }, papers.pidPki);
}

/** A proof of age that says more than that its holder is old enough. */
function holdRich(papers: Papers, person: Persona): Promise<HeldAttestation> {
  const elements = [
    ['age_over_18', true],
    ['given_name', person.givenName],
    ['birth_date', person.birthDate],
    ['document_number', person.documentNumber],
    ['portrait', person.portrait],
  ] as const;
  return hold(papers, { elements });
}

const walletWith =
  (docType: string, held: HeldAttestation): Hold =>
  async (query) =>
    query.docType === docType ? held : undefined;

async function bring(house: House, method: string, { session }: Begun, answer: unknown): Promise<undefined> {
  await post(house, `${house.origins.attester}/evidence/${method}/digital`, { session, answer });
  return undefined;
}

async function throughBrowser(
  house: House,
  papers: Papers,
  begun: Begun,
  docType: string,
  held: HeldAttestation,
): Promise<undefined> {
  const [first] = begun.digital;
  const answer = await answerSignedRequest(first?.data, house.origins.wallet, walletWith(docType, held), papers.terms);
  return bring(house, 'eudi-wallet', begun, answer);
}

/** What a wallet posts may be refused, which throws there: the journey goes on all the same. */
async function orRefused(act: Promise<unknown>): Promise<undefined> {
  await act.catch(() => {});
  return undefined;
}

/** Every way of showing one's age, and whether it does: a refusal leaves no more than a proof. */
export const WAYS: Readonly<Record<string, readonly [method: string, show: Show, ends: 'proved' | 'refused']>> = {
  'an age app by a link': [
    'eu-wallet',
    async (house, _, papers, { request }) => orRefused(present(request, await hold(papers), house.fetch)),
    'proved',
  ],
  'an age app through the browser': [
    'eu-wallet',
    async (house, _, papers, begun) => {
      const asked = parseDigitalRequests(begun.digital);
      return bring(house, 'eu-wallet', begun, await answerIsoMdoc(asked, await hold(papers), house.origins.wallet));
    },
    'proved',
  ],
  'an EUDI wallet on this device': [
    'eudi-wallet',
    async (house, _, papers, { here }) => {
      const held = walletWith(AGES, await hold(papers));
      const { redirectUri } = await presentHaip(here, held, papers.terms, house.fetch);
      return redirectUri?.split('#returned=')[1];
    },
    'proved',
  ],
  'an EUDI wallet through the browser': [
    'eudi-wallet',
    async (house, _, papers, begun) => throughBrowser(house, papers, begun, AGES, await hold(papers)),
    'proved',
  ],
  'identification data by a link': [
    'eudi-wallet',
    async (house, person, papers, { request }) => {
      const held = walletWith(PID, await holdPid(papers, person, false));
      await presentHaip(request, held, papers.terms, house.fetch);
      return undefined;
    },
    'proved',
  ],
  'identification data through the browser': [
    'eudi-wallet',
    async (house, person, papers, begun) =>
      throughBrowser(house, papers, begun, PID, await holdPid(papers, person, false)),
    'proved',
  ],
  'a login at a bank': [
    'oidc-bank',
    async (house, person, { bank, marks }, { here }) => {
      bank.logInAs(person);
      const query = bank.provider.agree(here);
      marks.keep('state of the login', new URLSearchParams(query).get('state') ?? '');
      const back = await house.fetch(`${house.origins.attester}/evidence/oidc-bank/return?${query}`);
      return back.headers.get('location')?.split('#returned=')[1];
    },
    'proved',
  ],
  'identification data of which more is shown than asked': [
    'eudi-wallet',
    async (house, person, papers, begun) =>
      orRefused(throughBrowser(house, papers, begun, PID, await holdPid(papers, person, true))),
    'refused',
  ],
  'a proof of age that says more': [
    'eu-wallet',
    async (house, person, papers, { request }) =>
      orRefused(present(request, await holdRich(papers, person), house.fetch)),
    'proved',
  ],
  'a proof of age of somebody too young': [
    'eu-wallet',
    async (house, _, papers, { request }) => {
      const held = await hold(papers, { elements: [['age_over_18', false]] });
      return orRefused(present(request, held, house.fetch));
    },
    'refused',
  ],
};

/** From the question to what the attester made of it. @returns the session, and whether it is good for an account. */
export async function showAge(
  house: House,
  person: Persona,
  papers: Papers,
  way: string,
): Promise<{ session: string; state: string }> {
  const [method, show] = WAYS[way] as (typeof WAYS)[string];
  const { attester } = house.origins;
  const { answer: begun } = await post(house, `${attester}/evidence/${method}`, {});
  const code = await show(house, person, papers, begun);
  if (code) papers.marks.keep('code of the returning browser', Buffer.from(code, 'base64url'));
  const { answer } = await post(house, `${attester}/evidence/result`, {
    session: begun.session,
    ...(code === undefined ? {} : { code }),
  });
  return { session: begun.session, state: answer.state };
}

/** A new account, or the old one again, with a new passkey. @throws Error when it is refused */
export async function makeAccount(house: House, session: string): Promise<SoftwarePasskey> {
  const passkey = createSoftwarePasskey(house.origins.wallet);
  const registration = passkey.register(registrationChallengeOf(session));
  const { status } = await post(house, `${house.origins.attester}/accounts`, { session, registration });
  if (status !== 201) throw new Error(`the account was answered ${status}`);
  return passkey;
}
