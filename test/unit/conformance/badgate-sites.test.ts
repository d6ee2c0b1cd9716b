import { afterEach, describe, expect, test } from 'vitest';
import { ALL_FIXTURES } from '../../conformance/badgate/all-fixtures.ts';
import type { Standing } from '../../conformance/badgate/fixture.ts';
import { siteFixtures } from '../../conformance/badgate/sites/index.ts';
import { startFixture } from '../../conformance/badgate/start-badgate.ts';
import { SIGNS } from './badgate-signs.ts';
import { askPlainly, visit } from './plain-visitor.ts';

const broken = siteFixtures.filter(({ fails }) => fails.length > 0);
const honest = siteFixtures.filter(({ fails }) => fails.length === 0);

let standing: Standing | undefined;
afterEach(async () => {
  await standing?.close();
  standing = undefined;
});

describe('the corpus of broken sites', () => {
  test('has at least thirty, and three honest ones', () => {
    expect(broken.length).toBeGreaterThanOrEqual(30);
    expect(honest.length).toBeGreaterThanOrEqual(3);
  });

  test('names each once, in words for addresses', () => {
    const names = ALL_FIXTURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  test('breaks every check that can fail', () => {
    const ids = new Set(broken.flatMap(({ fails }) => fails));
    expect([...ids].sort()).toEqual(Object.keys(SIGNS).sort());
  });

  test('says of each what it does wrong and where that was seen', () => {
    for (const { sentence, seenAt } of siteFixtures) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(seenAt).not.toBe('');
    }
  });

  test('starts by name, and by no other', async () => {
    standing = await startFixture('honest-frame', 0);
    expect((await visit(standing.origin).ask('/')).status).toBe(403);
    await expect(startFixture('no-such-site', 0)).rejects.toThrow('no-such-site');
  });
});

describe.each(siteFixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
  test(`shows what trips ${fixture.fails.join(', ') || 'nothing'}, and nothing else`, async () => {
    standing = await fixture.start(0);
    const visitor = visit(standing.origin);
    const seen: string[] = [];
    for (const [check, shows] of Object.entries(SIGNS)) if (await shows(visitor)) seen.push(check);
    expect(seen).toEqual([...fixture.fails].sort());
  });

  test('answers at / with a gate, and is gone when it is closed', async () => {
    const { origin, close } = await fixture.start(0);
    const { ask } = visit(origin);
    const first = await ask('/');
    const { text } = first.status === 302 ? await ask(String(first.headers.location)) : first;
    expect(text).toMatch(/réservée? aux adultes|nur für Erwachsene/i);
    await close();
    await expect(askPlainly(origin)).rejects.toThrow();
  });
});
