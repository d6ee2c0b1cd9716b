import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Act } from '../act.ts';
import { createRedemptions } from '../redemptions.ts';
import { costOf } from '../statistics.ts';
import { openStores } from '../stores.ts';

/**
 * The question to a vendor that other systems ask for each visitor: one HTTPS round trip, here to a server on this very
 * machine that answers at once, so that no network is in it. Beside it a whole redemption of ours, which asks nobody.
 * Time, not CPU: a visitor waits for it.
 */
export const roundTrip: Act = {
  name: 'round-trip',
  async open({ now, count }) {
    const redemptions = await createRedemptions(now);
    const vendor = await openVendor();
    const kept = new Agent({ keepAlive: true, maxSockets: 1, ca: vendor.certificate });
    const asks = Math.min(count, 100);
    /** Microseconds of one, one after the other. */
    const timeOf = async (act: () => Promise<unknown>): Promise<number> =>
      (
        await costOf(asks, async () => {
          for (let i = 0; i < asks; i++) await act();
        })
      ).wall;
    await vendor.ask(kept);
    return {
      plans: [
        { act: 'HTTPS, kept connection, time', limit: 'our whole redemption, time', of: ['our redemption, time'] },
        { act: 'HTTPS, new connection, time', limit: 'our whole redemption, time', of: ['our redemption, time'] },
      ],
      async measure() {
        const presented = await redemptions.prepare(asks);
        const stores = await openStores('memory', () => now);
        const { wall } = await redemptions.redeemAll(presented, stores, 1);
        stores.close();
        return {
          'our redemption, time': wall,
          'HTTPS, kept connection, time': await timeOf(() => vendor.ask(kept)),
          'HTTPS, new connection, time': await timeOf(async () => {
            // Nobody keeps a session of an agent that is thrown away: a full handshake.
            const fresh = new Agent({ ca: vendor.certificate, maxCachedSessions: 0 });
            await vendor.ask(fresh);
            fresh.destroy();
          }),
        };
      },
      async close() {
        kept.destroy();
        await vendor.close();
      },
    };
  },
};

interface Vendor {
  readonly certificate: Buffer;
  ask(agent: Agent): Promise<void>;
  close(): Promise<void>;
}

async function openVendor(): Promise<Vendor> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-vendor-'));
  const [keyPath, certificatePath] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', keyPath, '-out', certificatePath];
  execFileSync('openssl', ['req', '-x509', ...fresh, ...named, ...files], { stdio: 'ignore' });
  const [key, certificate] = [readFileSync(keyPath), readFileSync(certificatePath)];
  rmSync(folder, { recursive: true });
  const server: Server = createServer({ key, cert: certificate }, (_, response) => {
    response.setHeader('content-type', 'application/json').end('{"over18":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    certificate,
    ask: (agent) =>
      new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', servername: 'localhost', port, path: '/check', agent };
        const asked = request({ ...options, method: 'POST' }, (response) => {
          response.resume().once('end', resolve);
        });
        asked.once('error', reject).end('{"token":"0123456789"}');
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
