import { join } from 'node:path';
import { BATCH_REQUEST_MEDIA_TYPE, formatBase64url, formatTokenAuthorization, nameOf } from '@bauta/sdk/protocol';
import { keptText, openSqlite, sqliteKeptTexts } from '@bauta/sdk/stores/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { BY_HAND } from '../../services/issuer/attester-keys.ts';
import { saveByHand } from '../../services/issuer/believed-attesters.ts';
import { openHouse } from './house.ts';
import { enrol, prepareBatch } from './person.ts';

it('a running issuer takes no grant of an attester that was removed by hand, and takes it when it is added again', async () => {
  const house = await openHouse();
  onTestFinished(() => house.close());
  const store = openSqlite(join(house.folder, 'issuer.db'));
  onTestFinished(() => store.close());
  const byHand = keptText(sqliteKeptTexts(store), BY_HAND);
  const attester = nameOf(house.origins.attester);
  const { pending, grant } = await prepareBatch(house, await enrol(house));
  const ask = async (token: Uint8Array<ArrayBuffer>) => {
    const authorization = formatTokenAuthorization(formatBase64url(token));
    const headers = { 'content-type': BATCH_REQUEST_MEDIA_TYPE, authorization };
    const url = `${house.origins.issuer}/token-request`;
    const answer = await house.fetch(url, { method: 'POST', headers, body: pending.body });
    const asks = (answer.headers.get('www-authenticate') ?? '').split('PrivateToken').length - 1;
    return [answer.status, answer.ok ? '' : (await answer.json()).code, asks];
  };
  const change = async (what: 'add' | 'remove'): Promise<void> => {
    await saveByHand(byHand, what, attester);
    await house.clock.set(house.clock.now() + 60);
  };
  expect(await ask(new Uint8Array(354))).toEqual([401, expect.any(String), 1]);
  await change('remove');
  expect(await ask(grant)).toEqual([401, 'ERR_GRANT_KEY_UNKNOWN', 0]);
  await change('add');
  expect(await ask(grant)).toEqual([200, '', 0]);
});
