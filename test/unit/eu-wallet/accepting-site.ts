import { type EuWalletOptions, euWallet } from '@bauta/sdk/eu-wallet';
import type { GateOptions } from '@bauta/sdk/gate';
import { memorySessions } from '@bauta/sdk/stores/memory';
import { type IssueOptions, issue } from '../../../services/phone/attestation.ts';
import type { Delivered } from '../../../services/phone/deliver.ts';
import { answerIsoMdoc, type DigitalAnswer, parseDigitalRequests } from '../../../services/phone/iso-mdoc.ts';
import { type HeldAttestation, present } from '../../../services/phone/present.ts';
import type { AttestationProvider } from '../../../services/phone/test-pki.ts';
import type { Browser } from '../gate/browser.ts';
import { createTestIssuer } from '../gate/issuer.ts';
import { createTestSite, NOON, type TestSite } from '../gate/site.ts';
import { deviceKeys, pki, trustedList } from './holder.ts';

/** On this machine, since proofs of the simulated phone are for demonstration. */
export const SITE = 'http://site.localhost:24500';
export const PAGE = '/_age/eu-wallet';

const issuer = await createTestIssuer('issuer.example', NOON);

/** A site that takes proofs of age itself, and everything that its store was given to keep. */
export interface AcceptingSite extends TestSite {
  /** Values as the store got them. */
  readonly kept: string[];
}

export async function acceptingSite(
  options: Partial<EuWalletOptions> = {},
  more: Partial<GateOptions> = {},
): Promise<AcceptingSite> {
  const kept: string[] = [];
  let clock = { now: NOON };
  const memory = memorySessions({ now: () => clock.now });
  const sessions: typeof memory = {
    ...memory,
    put(id, value, ttl) {
      kept.push(value);
      return memory.put(id, value, ttl);
    },
  };
  const method = euWallet({ trustedList: { current: () => trustedList }, demonstration: true, ...options });
  const site = await createTestSite(issuer, { origin: SITE, sessions, methods: [method], ...more });
  clock = site.clock;
  return { ...site, kept };
}

/** What the page shows that it asks with. */
export interface Asked {
  readonly html: string;
  readonly question: string;
  readonly request: { readonly protocol: string; readonly data: Record<string, string> };
  /** For an app of this device. */
  readonly here: string;
  readonly cookie: string;
}

export async function askPage(browser: Browser): Promise<Asked> {
  const html = await (await browser.navigate(PAGE)).text();
  const read = (pattern: RegExp): string =>
    (pattern.exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  return {
    html,
    question: read(/data-question="([^"]+)"/),
    request: JSON.parse(read(/data-request="([^"]+)"/)),
    here: read(/id="here"[^>]* href="([^"]+)"/),
    cookie: browser.cookies.get('__Host-age-eu') ?? '',
  };
}

export async function hold(more: Partial<IssueOptions> = {}, provider?: AttestationProvider): Promise<HeldAttestation> {
  const attestation = await issue(provider ?? pki.attestationProvider, {
    now: NOON,
    deviceKey: deviceKeys.publicKey,
    ...more,
  });
  return { attestation, deviceKey: deviceKeys.privateKey };
}

/** Shows a proof by a link, as an app does. @throws AgeError ERR_AGE_NOT_SHOWN when it is refused */
export async function showByLink(site: TestSite, link: string, held?: HeldAttestation): Promise<Delivered> {
  return present(link, held ?? (await hold()), async (request) => site.app.fetch(request));
}

/** What the browser would give the page. */
export async function digitalAnswer(
  { request }: Asked,
  origin: string = SITE,
  held?: HeldAttestation,
): Promise<DigitalAnswer> {
  return answerIsoMdoc(parseDigitalRequests([request]), held ?? (await hold()), origin);
}

/** What the page's script posts. */
export function postDigital(
  browser: Browser,
  question: string,
  answer: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return browser.load(`${PAGE}/digital?question=${question}`, {
    method: 'POST',
    body: JSON.stringify(answer),
    headers: { origin: SITE, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...headers },
  });
}

/** Whether a gated page opens for this browser. */
export async function isIn(browser: Browser): Promise<boolean> {
  return (await browser.navigate('/films/3')).status === 200;
}
