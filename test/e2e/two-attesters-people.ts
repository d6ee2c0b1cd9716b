import { type HeldToken, loadDirectory } from '@bauta/sdk/client';
import { epochAt, formatHex, isEqual, nameOf, parseTokenAuthorization, readToken } from '@bauta/sdk/protocol';
import { loopbackFetch } from '@bauta/services/loopback';
import { type DrawnGrants, drawGrants, enrol, type FlowRooms, mintAll } from '../flow/flow.ts';

/** Somebody with an account at one attester, whose wallet is a program. */
export interface Person {
  /** Ids of the keys of all grants that were shown to the issuer. */
  readonly grantKeys: ReadonlySet<string>;
  draw(): Promise<DrawnGrants>;
  /** @throws AgeError what the issuer refused */
  mint(drawn: DrawnGrants): Promise<readonly HeldToken[]>;
  /** Those of two batches that are of this week. */
  fetchVisits(): Promise<HeldToken[]>;
}

/** @param now Unix seconds, by the rooms' clock. */
export async function comeTo(rooms: FlowRooms, now: number): Promise<Person> {
  const grantKeys = new Set<string>();
  const { browser, passkey } = await enrol(rooms, (input, init) => {
    const shown = new Headers(init?.headers).get('authorization');
    if (shown) grantKeys.add(formatHex(readToken(parseTokenAuthorization(shown)).tokenKeyId));
    return loopbackFetch(input, init);
  });
  const draw = (): Promise<DrawnGrants> => drawGrants(browser, rooms, passkey, now);
  const mint = (drawn: DrawnGrants): Promise<readonly HeldToken[]> => mintAll(browser, drawn);
  return {
    grantKeys,
    draw,
    mint,
    async fetchVisits() {
      const minted = [...(await mint(await draw())), ...(await mint(await draw()))];
      const { keys } = await loadDirectory(nameOf(rooms.issuer), loopbackFetch);
      const current = keys.find(({ epoch }) => epoch === epochAt(now));
      return minted.filter(({ token }) => current && isEqual(readToken(token).tokenKeyId, current.key.id));
    },
  };
}
