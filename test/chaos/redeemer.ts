import { createInterface } from 'node:readline';
import { formatHex, type Mode, parseHex } from '@bauta/sdk/protocol';
import { createKeyDirectory, createVerifier, type Presentation } from '@bauta/sdk/verifier';
import { openPlace } from '../ports/places.ts';

/** What an instance of the site is configured with. */
export interface Site {
  readonly place: string;
  readonly issuer: string;
  readonly directory: string;
  readonly redeemUrl: string;
  readonly secret: string;
  readonly now: number;
}

/** What it is to redeem, all at once. */
export interface Errand {
  readonly mode: Mode;
  readonly presentations: readonly Presentation[];
}

/** One instance of a site: its first line says which, each further one is an errand that it runs at once. */
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { place, issuer, directory, redeemUrl, secret, now } = JSON.parse((await lines.next()).value) as Site;
const opened = await openPlace(place);
const keys = createKeyDirectory({ issuer, fetch: async () => new Response(directory) });
await keys.refresh(now);
const verifier = createVerifier({
  issuer,
  threshold: 18,
  redeemUrl,
  secrets: [parseHex(secret)],
  keys,
  spent: opened.spentSet(() => now),
  codes: opened.sessions(() => now),
});

/** The code where there is one, `let in` without one, or why not. */
async function redeem(presentation: Presentation, mode: Mode): Promise<string> {
  try {
    const { code } = await verifier.redeem(presentation, mode, now);
    return code ? formatHex(code) : 'let in';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

console.log('ready');
for (let line = await lines.next(); !line.done; line = await lines.next()) {
  const { mode, presentations } = JSON.parse(line.value) as Errand;
  console.log(JSON.stringify(await Promise.all(presentations.map((one) => redeem(one, mode)))));
}
opened.close();
