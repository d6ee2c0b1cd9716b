import { createHash } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';
import { createDeviceKeys, issue } from '@bauta/services/phone/attestation';
import { answerIsoMdoc, parseDigitalRequests } from '@bauta/services/phone/iso-mdoc';
import { type HeldAttestation, present } from '@bauta/services/phone/present';
import { createHeadlessBrowser } from '../../../flow/browser.ts';
import type { House } from '../../../rooms/house.ts';
import type { Persona } from '../persona.ts';
import type { Papers } from './evidence.ts';

const PAGE = '/_age/eu-wallet';
const HTML = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

/** With all that such a document may say, when it is rich. */
async function hold({ marks, pki, terms }: Papers, person: Persona, isRich: boolean): Promise<HeldAttestation> {
  const keys = await createDeviceKeys();
  const age = ['age_over_18', true] as const;
  const more = [
    ['given_name', person.givenName],
    ['birth_date', person.birthDate],
    ['document_number', person.documentNumber],
    ['portrait', person.portrait],
  ] as const;
  const elements = isRich ? [age, ...more] : [age];
  const attestation = await issue(pki.attestationProvider, { now: terms.now, deviceKey: keys.publicKey, elements });
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

/** Shows an age app's proof to the site itself. @returns the status of the page that was asked for */
export async function showToSite(
  house: House,
  person: Persona,
  papers: Papers,
  site: string,
  how: 'link' | 'browser',
  isRich = false,
): Promise<number> {
  const browser = createHeadlessBrowser(house.fetch);
  await browser.fetch(site + person.path, { headers: HTML });
  const page = await browser.fetch(site + PAGE, { headers: HTML });
  const html = await page.text();
  const read = (pattern: RegExp): string =>
    (pattern.exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const held = await hold(papers, person, isRich);
  if (how === 'link') {
    const delivered = await present(read(/id="here"[^>]* href="([^"]+)"/), held, house.fetch).catch(() => undefined);
    if (delivered?.redirectUri) await browser.fetch(delivered.redirectUri, { headers: HTML });
  } else {
    const request = JSON.parse(read(/data-request="([^"]+)"/));
    const answer = await answerIsoMdoc(parseDigitalRequests([request]), held, site);
    await browser.fetch(`${site}${PAGE}/digital?question=${read(/data-question="([^"]+)"/)}`, {
      method: 'POST',
      body: JSON.stringify(answer),
      headers: { origin: site, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    });
  }
  await browser.fetch(`${site}/_age/enter`, { headers: HTML });
  return (await browser.fetch(site + person.path, { headers: HTML })).status;
}
