import { type HeldToken, present } from '@bauta/sdk/client';
import { AgeError, formatTokenAuthorization } from '@bauta/sdk/protocol';
import type { Case } from '../case.ts';
import { same } from '../case.ts';
import type { Scene } from '../material.ts';
import { tokenOf } from '../site.ts';
import { askWallet, formFor, type Ground, ORIGIN, openGate, type Seen } from '../visitor.ts';
import type { WriteGroups } from '../write-groups.ts';

/** Opens a session by the form. */
async function enter(ground: Ground, held: HeldToken): Promise<Seen[]> {
  return [await ground.post(await formFor(ground, held)), await ground.navigate('/_age/enter')];
}

async function showInHeaders(ground: Ground, held: HeldToken): Promise<Seen> {
  const challenge = (await ground.load('/')).headers['dpop-nonce'] ?? '';
  const { token, dpop } = await present(held, { redeem: `${ORIGIN}/_age/redeem`, challenge });
  return ground.load('/_age/redeem', {
    method: 'POST',
    headers: { authorization: formatTokenAuthorization(token), dpop },
  });
}

/** Each flow gives everything that was seen on the way. */
function flowsOf(scene: Scene): Readonly<Record<string, (ground: Ground) => Promise<unknown>>> {
  const [held, other] = scene.tokens.map(tokenOf) as [HeldToken, HeldToken];
  const ask = (paths: readonly string[]) => async (ground: Ground) => {
    const seen: Seen[] = [];
    for (const path of paths) seen.push(await ground.load(path), await ground.navigate(path));
    return seen;
  };
  return {
    'a gated page': ask(['/films/3?from=mail', '/', '/_age/gate?return=%2Ffilms']),
    'what is public': ask(['/robots.txt', '/public/a.css', '/public/../films']),
    'the gate’s own files': ask(['/_age/gate.css', '/_age/beat.js', '/_age/help', '/.well-known/age-gate']),
    'what is not there': ask(['/_age/nothing', '/_age/test', '/_age/check']),
    'the way to the wallet': async (ground) => [await ground.navigate('/_age/go'), await askWallet(ground)],
    'the form': async (ground) => [
      await ground.navigate('/films/3'),
      await enter(ground, held),
      await ground.navigate('/films/3'),
      ground.events,
    ],
    'the form twice': async (ground) => {
      const form = await formFor(ground, held);
      const codes = [await ground.post(form), await ground.post(form)];
      return [codes, same(codes[0], codes[1]), await ground.navigate('/_age/enter')];
    },
    headers: async (ground) => [await showInHeaders(ground, held), await ground.load('/films/3')],
    'a session that goes on': async (ground) => {
      const seen = await enter(ground, held);
      for (const word of ['input', 'still', 'leave']) {
        ground.clock.now += 60;
        seen.push(await ground.load('/_age/beat', { method: 'POST', body: word }), await ground.navigate('/films/4'));
      }
      return [seen, [...ground.cookies.keys()]];
    },
    'a session that ends': async (ground) => {
      await enter(ground, held);
      ground.clock.now += 7200;
      return [await ground.navigate('/films/3'), await ground.load('/_age/beat', { method: 'POST', body: 'input' })];
    },
    'another method': async (ground) => [
      await ground.load('/_age/go', { method: 'POST' }),
      await ground.load('/_age/gate.css', { method: 'HEAD' }),
      await ground.load('/_age/beat', { method: 'POST', body: 'other' }),
      await ground.load('/_age/beat', { method: 'POST', body: 'far too long' }),
    ],
    'two visitors': async (ground) => {
      await enter(ground, held);
      const first = new Map(ground.cookies);
      ground.cookies.clear();
      await enter(ground, other);
      return [await ground.navigate('/a'), first.size, ground.cookies.size];
    },
  };
}

/** What shuts the door, and options that never open it. */
function shutCases(scene: Scene): readonly Case[] {
  const away = () => Promise.reject(new AgeError('ERR_STORE_UNAVAILABLE'));
  const sessions = { put: away, read: away, take: away, replace: away };
  const unread: Case = {
    name: 'a directory that was never read',
    expected: 'accepted',
    async run() {
      const ground = openGate(scene);
      return [await ground.navigate('/films'), await ground.load('/films'), ground.events];
    },
  };
  const storeless: Case = {
    name: 'a store that is away',
    expected: 'accepted',
    async run() {
      const ground = openGate(scene, { sessions });
      await ground.gate.refresh();
      ground.cookies.set('__Host-age', 'A'.repeat(43));
      return [
        await ground.navigate('/films'),
        await ground.load('/films'),
        await ground.navigate('/_age/go'),
        ground.events,
      ];
    },
  };
  const wrong = Object.entries({
    origin: `${ORIGIN}/`,
    threshold: 17,
    secrets: [],
    spent: {},
    publicPaths: ['/_age/'],
    canaries: ['//other.example'],
  });
  return [
    unread,
    storeless,
    ...wrong.map(
      ([name, value]): Case => ({
        name: `another ${name}`,
        expected: 'TypeError',
        run: () => openGate(scene, { [name]: value }),
      }),
    ),
  ];
}

/** A site's door: every page, header and cookie of it. */
export const gate: WriteGroups = ({ scene }) => [
  {
    name: 'gate, open and shut',
    cases: [
      ...Object.entries(flowsOf(scene)).map(
        ([name, flow]): Case => ({
          name,
          expected: 'accepted',
          async run() {
            const ground = openGate(scene);
            await ground.gate.refresh();
            const seen = await flow(ground);
            same(ground.refused, []);
            return seen;
          },
        }),
      ),
      ...shutCases(scene),
    ],
  },
];
