import { parseTrustedList } from '@bauta/sdk/eu-wallet';
import { type AccessCertificate, readAccessCertificate } from '@bauta/sdk/eu-wallet/haip';
import type { Bytes } from '@bauta/sdk/protocol';
import { memorySessions } from '@bauta/sdk/stores/memory';
import { Tagged } from 'cborg';
import { type Asked, createAttest } from '../../services/attester/attest.ts';
import { euWalletSource } from '../../services/attester/eu-wallet-source.ts';
import { eudiWalletSource } from '../../services/attester/eudi-wallet-source.ts';
import { evidenceRoutes } from '../../services/attester/evidence-routes.ts';
import { createPepper } from '../../services/attester/pepper.ts';
import { createRoom } from '../../services/http/room.ts';
import { createDeviceKeys, type IssueOptions, issue } from '../../services/phone/attestation.ts';
import type { Hold } from '../../services/phone/eudi/answer-request.ts';
import { createTestAccess } from '../../services/phone/eudi/test-access.ts';
import type { HeldAttestation } from '../../services/phone/present.ts';
import { createTestPki } from '../../services/phone/test-pki.ts';

/** The time of every test here, Unix seconds. */
export const NOW = Date.UTC(2026, 10, 18, 9, 30) / 1000;

export const PID = 'eu.europa.ec.eudi.pid.1';
const ORIGIN = 'https://attester.example';
export const WALLET = 'https://wallet.example';

export const pki = await createTestPki(NOW);
/** Of person identification data: another issuer, on a list of its own. */
export const pidPki = await createTestPki(NOW);
export const testAccess = await createTestAccess(NOW);
export const access: AccessCertificate = await readAccessCertificate(testAccess.chain, testAccess.key);
export const requestTerms = { authorities: [testAccess.authority], now: NOW };

const listOf = ({ trustedList }: typeof pki) => parseTrustedList(trustedList, { production: false });
export const trustedList = listOf(pki);
export const pidTrustedList = listOf(pidPki);

export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
export const pepper = createPepper(new Uint8Array(32).fill(7));

/** The attester's doors of evidence, as a wallet on a phone and a page in a browser find them. */
export interface Verifier {
  /** What the attester answers to any request. */
  readonly fetch: (request: Request) => Promise<Response>;
  begin(method: string): Promise<Asked>;
  result(session: string, code?: string): Promise<Readonly<Record<string, unknown>>>;
  /** Every request that came in from a wallet, and the status it got. */
  readonly seen: string[];
}

/** @param options `pid` takes person identification data too. */
export function createVerifier(options: { readonly pid?: true } = {}): Verifier {
  const clock = { now: () => NOW, onJump: () => () => {} };
  const given = { trustedList: () => trustedList, thresholds: [16, 18], pepper, randomBytes: random };
  const attest = createAttest({
    origin: ORIGIN,
    walletOrigin: WALLET,
    sources: [
      euWalletSource(given),
      eudiWalletSource({ ...given, access, ...(options.pid && { pid: { trustedList: () => pidTrustedList } }) }),
    ],
    sessions: memorySessions({ now: clock.now }),
    randomBytes: random,
  });
  const room = createRoom({
    name: 'attester',
    routes: evidenceRoutes(attest, WALLET),
    healthy: () => true,
    clock,
    log: () => {},
    walletOrigin: WALLET,
  });
  const seen: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const answer = await room.fetch(request);
    seen.push(`${request.method} ${answer.status}`);
    return answer;
  };
  const post = async (path: string, body: unknown): Promise<Response> =>
    room.fetch(
      new Request(`${ORIGIN}/evidence/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  return {
    fetch,
    seen,
    begin: async (method) => (await (await post(method, {})).json()) as Asked,
    result: async (session, code) =>
      (await (await post('result', { session, ...(code === undefined ? {} : { code }) })).json()) as Record<
        string,
        unknown
      >,
  };
}

/** A document that an adult holds, good unless told otherwise. */
export async function hold(options: Partial<IssueOptions> = {}, provider = pki): Promise<HeldAttestation> {
  const keys = await createDeviceKeys();
  const attestation = await issue(provider.attestationProvider, { now: NOW, deviceKey: keys.publicKey, ...options });
  return { attestation, deviceKey: keys.privateKey };
}

/** Person identification data of somebody born that day, and of it the one element that was asked for. */
export function holdPid(birthDate: string, options: Partial<IssueOptions> = {}): Promise<HeldAttestation> {
  const elements = [['birth_date', new Tagged(1004, birthDate)]] as const;
  return hold({ docType: PID, nameSpace: PID, elements, ...options }, pidPki);
}

/** A wallet with these documents, by their type. */
export function walletWith(held: Readonly<Record<string, HeldAttestation>>): Hold {
  return async ({ docType }) => held[docType];
}

/** A wallet with a good proof of age. */
export const adult: Hold = walletWith({ 'eu.europa.ec.av.1': await hold() });
