import { randomBytes } from 'node:crypto';
import { findChromium } from '../../browser/chromium.ts';
import { openBrowserDoor } from '../../conformance/collect/browser/open-browser-door.ts';
import { openHttpDoor } from '../../conformance/collect/http/open-http-door.ts';
import { runPlan } from '../../conformance/collect/run-plan.ts';
import { walletProbes } from '../../conformance/collect/wallet/index.ts';
import { type EvidenceView, viewEvidence } from '../../conformance/evidence/view.ts';
import { CIRCUMSTANCES } from './build-evidence.ts';

/** All probes of the wallet plan on one wallet, as a run has them. */
export async function runWalletProbes(origin: string, say: (line: string) => void = () => {}): Promise<EvidenceView> {
  const blobs = new Map<string, Uint8Array>();
  const store = {
    put: (sha256: string, bytes: Uint8Array) => void blobs.set(sha256, bytes),
    get: (sha256: string) => blobs.get(sha256) ?? new Uint8Array(),
  };
  const http = openHttpDoor({ cap: 5_000 });
  const browser = await openBrowserDoor({ executable: findChromium() as string, count: (n) => http.count(n) });
  try {
    const probes = await runPlan({
      plan: 'wallet',
      target: new URL(origin),
      acts: walletProbes,
      before: [],
      blobs: store,
      http,
      browser,
      openGrants: async () => undefined,
      openRobot: async () => undefined,
      isAuthorised: true,
      isLong: false,
      now: Date.now,
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
      random: (length) => randomBytes(length).toString('hex').slice(0, length),
      tell: (event) =>
        say(
          event.kind === 'fault'
            ? `${event.probe}: ${String((event.error as Error).stack)}`
            : JSON.stringify(event).slice(0, 200),
        ),
      keep: () => {},
    });
    return viewEvidence({ plan: 'wallet', target: origin, circumstances: CIRCUMSTANCES, probes }, store.get);
  } finally {
    await browser.close();
  }
}
