import { type HeldToken, mint, present } from '@bauta/sdk/client';
import { AgeError, parsePresentRequest } from '@bauta/sdk/protocol';
import { createHeadlessBrowser } from '../../../flow/browser.ts';
import type { SoftwarePasskey } from '../../../flow/software-passkey.ts';
import type { House } from '../../../rooms/house.ts';
import { prepareBatch } from '../../../rooms/person.ts';
import type { Marks } from '../marks.ts';
import type { Persona } from '../persona.ts';

const HTML = { accept: 'text/html' };
/** How many of the tokens that nobody was shown are looked for. */
const UNSHOWN = 4;
const MOST_TRIES = 45;

/** Rooms that have just been started may not know one another's keys yet: the same message is then sent again. */
async function mintPatiently(options: Parameters<typeof mint>[0]): Promise<HeldToken[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await mint(options);
    } catch (error) {
      const isEarly = error instanceof AgeError && error.code === 'ERR_DIRECTORY_STALE';
      if (!isEarly || tries === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}

/** One batch, hop by hop. @param slot 0 for this week, 1 for the next. */
export async function fetchBatch(house: House, passkey: SoftwarePasskey, marks: Marks, slot = 0): Promise<HeldToken[]> {
  const { pending, grant, issuer } = await prepareBatch(house, passkey, slot);
  const tokens = await mintPatiently({ directory: issuer, pending, grant, fetch: house.fetch });
  for (const { token, holder } of tokens.slice(-UNSHOWN)) {
    marks.keep('token not shown yet', token, token.slice(2, 34), token.slice(98));
    marks.keep('token not shown yet', holder.x);
  }
  for (const { holder } of tokens) marks.keep('private key of a token', holder.d);
  return tokens;
}

/** The form flow, from a page of the site back to it, then a beat and a farewell. @returns the last status */
export async function visitByForm(house: House, { path }: Persona, token: HeldToken): Promise<number> {
  const browser = createHeadlessBrowser(house.fetch);
  const { demoSite } = house.origins;
  await browser.fetch(demoSite + path, { headers: HTML });
  const go = await browser.fetch(`${demoSite}/_age/go`, { headers: HTML });
  const asked = parsePresentRequest((go.headers.get('location') ?? '').split('#')[1] ?? '');
  const shown = await present(token, asked);
  let answer = await browser.fetch(asked.redeem, {
    method: 'POST',
    headers: { ...HTML, origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams({ ...shown })),
  });
  for (let hops = 0; answer.status === 303 && hops < 5; hops++) {
    const location = new URL(answer.headers.get('location') as string, demoSite).href;
    answer = await browser.fetch(location, { headers: HTML });
  }
  const script = { origin: demoSite, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
  await browser.fetch(`${demoSite}/_age/beat`, { method: 'POST', headers: script, body: 'input' });
  await browser.fetch(`${demoSite}/_age/check`, { headers: script });
  await browser.fetch(`${demoSite}/_age/beat`, { method: 'POST', headers: script, body: 'leave' });
  return answer.status;
}

/** The flow of programs, in headers. @returns the status of the redemption */
export async function visitDirectly(house: House, { path }: Persona, token: HeldToken): Promise<number> {
  const browser = createHeadlessBrowser(house.fetch);
  const { demoSite } = house.origins;
  const redeem = `${demoSite}/_age/redeem`;
  const asked = await browser.fetch(demoSite + path, { headers: { accept: 'application/json' } });
  const challenge = asked.headers.get('dpop-nonce') ?? '';
  const shown = await present(token, { redeem, challenge });
  const headers = { authorization: `PrivateToken token="${shown.token}"`, dpop: shown.dpop };
  return (await browser.fetch(redeem, { method: 'POST', headers })).status;
}
