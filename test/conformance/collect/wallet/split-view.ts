import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { withOtherKeys } from '../../reading/other-directory.ts';
import type { BrowserDoor } from '../browser/browser-door.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';
import { enrolsByItself, enrolWallet } from './enrol-wallet.ts';
import { knownWallet } from './known-wallet.ts';
import { countTokens } from './read-storage.ts';
import { openWalletBrowser } from './wallet-browser.ts';
import { recordTraffic } from './watch-traffic.ts';

/**
 * A new wallet is shown a directory of the issuer with other keys than everybody else's, in its own browser alone.
 *
 * Exchanges: `split-view`, all that the browser sent. Facts: `swapped` `{times, keys}` · `enrolled` `{ready}` ·
 * `mint` `{phase, url, bytes, status}` · `screen` `{text}`, the first 600 characters of what stood there in the end ·
 * `tokens` `{records}`, in database `bauta`, store `tokens`.
 */
export const splitView: ProbeAct = {
  name: 'split-view',
  title: { en: 'Showing one wallet other keys', fr: 'Présentation d’autres clés à un seul portefeuille' },
  needs: ['browser', 'authority'],
  run: showOtherKeys,
};

/** ms for a wallet that was refused to say so. */
const SETTLE = 3_000;
const REFUSAL_PATIENCE = 12_000;
/** Tries of a wallet that was refused: more would only repeat them. */
const TRIES = 4;

async function showOtherKeys(context: ProbeContext): Promise<void> {
  const { record, http, wait, progress } = context;
  const wallet = knownWallet(context);
  const own = await http.send(record, { url: wallet.directoryUrl, label: 'split-view' });
  const text = new TextDecoder().decode(own.bytes);
  const listed = [...text.matchAll(/"token-key":\s*"([^"]+)"/g)].map(([, key]) => key ?? '');
  const keys = await drawKeys(listed.length, Buffer.from(listed[0] ?? '', 'base64url'));
  const other = withOtherKeys(text, keys);
  if (other === undefined) return record.leave('nothing-to-try');

  const door = context.browser as BrowserDoor;
  const browser = await openWalletBrowser(door, record, { isVisible: !enrolsByItself(wallet) });
  try {
    let times = 0;
    let firstAt = 0;
    await browser.context.route(wallet.directoryUrl, async (route) => {
      times += 1;
      firstAt ||= Date.now();
      const headers = {
        'access-control-allow-origin': '*',
        'content-type': 'application/private-token-issuer-directory',
      };
      await route.fulfill({ status: 200, headers, body: other });
    });
    browser.traffic.begin('split-view');
    progress('enrolling a wallet that is shown other keys');
    const isOver = (): boolean => firstAt > 0 && (times >= TRIES || Date.now() - firstAt > REFUSAL_PATIENCE);
    const ready = await enrolWallet({ ...browser, wallet, wait, progress, isOver });
    await wait(SETTLE);
    record.add({ kind: 'fact', label: 'swapped', value: { times, keys: keys.length } });
    record.add({ kind: 'fact', label: 'enrolled', value: { ready } });
    const screen = await browser.page.evaluate(() => document.body.innerText).catch(() => '');
    record.add({ kind: 'fact', label: 'screen', value: { text: screen.slice(0, 600) } });
    record.add({ kind: 'fact', label: 'tokens', value: { records: await countTokens(browser.page) } });
    const requests = await browser.traffic.requests();
    for (const { phase, method, url, body, status } of requests) {
      if (method !== 'POST' || url !== wallet.requestUri) continue;
      record.add({ kind: 'fact', label: 'mint', value: { phase, url, bytes: body.length, status } });
    }
    recordTraffic(record, requests, []);
    http.count(requests.length);
  } finally {
    await browser.close();
  }
}

/** What stands before the modulus in the one form of key that the protocol knows (342 bytes), and what behind. */
const BEFORE = 81;
const MODULUS = 256;
const KEY = 342;

/** New keys in the very form of the old one: a wallet that looks at their form alone finds nothing wrong with them. */
async function drawKeys(count: number, old: Uint8Array): Promise<readonly string[]> {
  const pairs = Array.from({ length: count }, () => promisify(generateKeyPair)('rsa', { modulusLength: MODULUS * 8 }));
  return (await Promise.all(pairs)).map(({ publicKey }) => {
    const modulus = Buffer.from(String(publicKey.export({ format: 'jwk' }).n), 'base64url');
    if (old.length !== KEY) return publicKey.export({ type: 'spki', format: 'der' }).toString('base64url');
    return Buffer.concat([old.subarray(0, BEFORE), modulus, old.subarray(BEFORE + MODULUS)]).toString('base64url');
  });
}
