import { keptText, openSqlite, sqliteKeptTexts } from '@bauta/sdk/stores/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { runAdmin } from '../../../services/admin/run-admin.ts';
import { createLog } from '../../../services/log-events.ts';
import { NOON } from '../../ports/figures.ts';
import { listen } from '../said.ts';

const none = (): never => {
  throw new TypeError('not about attesters');
};

function openIssuer() {
  const store = openSqlite(':memory:');
  onTestFinished(() => store.close());
  const byHand = keptText(sqliteKeptTexts(store), 'attesters by hand');
  const run = async (...args: readonly string[]) => {
    const { said, print, complain } = listen();
    const code = await runAdmin(args, {
      open: () => ({
        ...{ vault: undefined as never, thresholds: [18], counts: none, accounts: none, emptyLog: none },
        attesters: () => ({ configured: ['one.example', 'two.example:8443'], byHand }),
        close: () => {},
      }),
      files: { ofRoom: none, ofLog: none },
      logOf: (room) => createLog({ room, now: () => NOON, write: complain }),
      now: () => NOON,
      print,
      complain,
    });
    return { code, ...said };
  };
  return { run, byHand };
}

it('adds an attester to those of the settings, removes one that they name, and takes both back', async () => {
  const { run } = openIssuer();
  expect((await run('attesters', '--json')).out).toBe(
    '{"role":"issuer","attesters":["one.example","two.example:8443"],"removed":[]}\n',
  );
  const added = await run('add-attester', 'three.example', '--json');
  expect(added).toEqual({
    code: 0,
    out: '{"role":"issuer","added":"three.example"}\n',
    err: expect.stringMatching(/"room":"issuer","event":"attester-added","of":"three.example"\}\n$/),
  });
  expect((await run('remove-attester', 'two.example:8443')).err).toContain('"event":"attester-removed"');
  expect((await run('attesters')).out).toBe(
    'one.example\nthree.example · added by hand\ntwo.example:8443 · removed by hand\n',
  );
  await run('add-attester', 'two.example:8443');
  await run('remove-attester', 'three.example');
  expect((await run('attesters')).out).toBe('one.example\ntwo.example:8443\nthree.example · removed by hand\n');
});

it('adds nothing twice, and removes nothing that is not there', async () => {
  const { run, byHand } = openIssuer();
  const again = await run('add-attester', 'one.example');
  expect([again.code, again.out, again.err]).toEqual([
    0,
    'The grants of one.example are good already: nothing was changed.\n',
    '',
  ]);
  const missing = await run('remove-attester', 'nobody.example');
  expect([missing.code, missing.out, missing.err]).toEqual([1, '', expect.stringContaining('not good anyway')]);
  expect(await byHand.load()).toBeUndefined();
});

it.each([
  ['add-attester'],
  ['add-attester', 'two words'],
  ['remove-attester', 'https://a.example/path'],
  ['attesters', 'all'],
])('is refused as %s %s', async (...words) => {
  const { run, byHand } = openIssuer();
  expect((await run(...words)).code).toBe(3);
  expect(await byHand.load()).toBeUndefined();
});

it('whom to believe is not guessed from a damaged text', async () => {
  const { run, byHand } = openIssuer();
  await byHand.save('{"added":["one.example"]}');
  await expect(run('attesters')).rejects.toThrow();
});
