import { expect, it } from 'vitest';
import { createProofsUnderway, takeReturnCode } from '../../../services/wallet/pages/enrol/proof-underway.ts';

const PROOF = { attester: 'attester.example', session: 's'.repeat(43), until: 1000 };

function places() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
  return { kept, tab: () => createProofsUnderway(storage) };
}

it('is taken over once, by another page of the same browser, and the page that waits hears of it', async () => {
  const { kept, tab } = places();
  const [waiting, back] = [tab(), tab()];
  waiting.keep(PROOF);
  const moved = waiting.moved(PROOF.session, new AbortController().signal);
  expect(back.takeOver(999)).toEqual(PROOF);
  await moved;
  expect([back.takeOver(999), kept.size]).toEqual([undefined, 0]);
});

it('is over with its time, forgotten when asked, and nothing that was not written here', () => {
  const { kept, tab } = places();
  tab().keep(PROOF);
  expect([tab().takeOver(1000), kept.size]).toEqual([undefined, 0]);
  tab().keep(PROOF);
  tab().forget();
  expect(tab().takeOver(1)).toBeUndefined();
  for (const written of ['', '[]', '{"attester":"a"}', 'null', '{"attester":1,"session":"s","until":5}']) {
    kept.set('bauta.proof', written);
    expect(tab().takeOver(1)).toBeUndefined();
  }
});

it('does not move for the proof of another session', async () => {
  const { tab } = places();
  const until = new AbortController();
  const moved = tab().moved('another', until.signal);
  tab().keep(PROOF);
  tab().takeOver(1);
  const first = await Promise.race([moved.then(() => 'moved'), new Promise((r) => setTimeout(() => r('not'), 200))]);
  until.abort();
  expect(first).toBe('not');
});

it('reads the code out of the address, and leaves it nowhere', () => {
  const written: unknown[] = [];
  const at = (hash: string) =>
    takeReturnCode({
      location: { hash, pathname: '/app/' },
      history: { replaceState: (...all: unknown[]) => written.push(all) },
    } as unknown as Window);
  expect(at(`#returned=${'c'.repeat(43)}`)).toBe('c'.repeat(43));
  expect(at('#returned=')).toBe('');
  expect(written).toEqual([
    [null, '', '/app/'],
    [null, '', '/app/'],
  ]);
  expect([at(''), at('#returned'), at(`#returned=${'c'.repeat(44)}`), at('#returned=<b>')]).toEqual(
    Array(4).fill(undefined),
  );
});
