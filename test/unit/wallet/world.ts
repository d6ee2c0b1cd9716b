import { buildWallet } from '../../../services/wallet/build.ts';
import { actAsAttester, type FakeAttester } from './fake-attester.ts';
import { actAsIssuer, type FakeIssuer } from './fake-issuer.ts';
import { type FakeRoom, serveFiles, startRoom } from './fake-room.ts';
import { actAsSite, type FakeSite } from './fake-site.ts';

/** A Wednesday at noon: both weeks are open, and no edge of an epoch is near. */
export const WEDNESDAY = Date.UTC(2026, 10, 18, 12) / 1000;

/** The wallet as built, and everyone it deals with. */
export interface World {
  /** Unix seconds; the browser's clock is another. */
  now: number;
  readonly rooms: Readonly<Record<'wallet' | 'attester' | 'issuer' | 'site' | 'phone', FakeRoom>>;
  readonly attester: FakeAttester;
  readonly issuer: FakeIssuer;
  readonly site: FakeSite;
  close(): Promise<void>;
}

export async function startWorld(
  options: { readonly attesters?: number; readonly appeal?: string } = {},
): Promise<World> {
  const { appeal } = options;
  const [wallet, attester, issuer, site, phone] = (await Promise.all(
    ['wallet', 'attester', 'issuer', 'site', 'phone'].map(startRoom),
  )) as [FakeRoom, FakeRoom, FakeRoom, FakeRoom, FakeRoom];
  const now = (): number => world.now;
  const world: { now: number } = { now: WEDNESDAY };
  const fakeAttester = actAsAttester(attester, { now, wallet: wallet.origin });
  const fakeIssuer = actAsIssuer(issuer, { now, wallet: wallet.origin, attester: () => fakeAttester });
  const fakeSite = await actAsSite(site, { now, wallet: wallet.origin, issuer, issuerKeys: fakeIssuer.keys });
  phone.handle = () => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><h1>Phone</h1>',
  });
  const others = Array.from({ length: (options.attesters ?? 1) - 1 }, (_, i) => ({
    name: `other${i}.example`,
    label: `Other ${i}`,
  }));
  serveFiles(
    wallet,
    await buildWallet({
      wallet: wallet.origin,
      issuer: issuer.name,
      attesters: [{ name: attester.name, label: 'Âge & Co', ...(appeal ? { appeal } : {}) }, ...others],
      phone: phone.origin,
    }),
  );
  const rooms = { wallet, attester, issuer, site, phone };
  return Object.assign(world, {
    rooms,
    attester: fakeAttester,
    issuer: fakeIssuer,
    site: fakeSite,
    close: async () => {
      await Promise.all(Object.values(rooms).map((room) => room.close()));
    },
  });
}
