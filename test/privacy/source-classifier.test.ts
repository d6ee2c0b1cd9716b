import { randomInt } from 'node:crypto';
import { type HeldToken, loadDirectory } from '@bauta/sdk/client';
import { formatBase64url, nameOf, parseBase64url } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { House } from '../rooms/house.ts';
import { fakeProvider } from '../unit/oidc/fake-provider.ts';
import { LEARNERS, scan } from './classifiers.ts';
import { type EvidenceHouse, openEvidenceHouse } from './evidence-house.ts';
import { accuracyOf, pairing, play, playAgain, type Score, wilson } from './guessing-game.ts';
import { type Directories, enrolBy, fetchVisits, SOURCES, type Source, shuffled } from './people.ts';
import { type FeatureTable, featuresOf, readForm } from './transcript-features.ts';
import { type Leak, openWatchedSite, type SeenRequest, type Transcript, type WatchedSite } from './watched-site.ts';

const PORT_BASE = 24_700;
const SITE_PORT = PORT_BASE + 20;

/** Redemptions looked at; fewer would say little. A multiple of eight. */
const REDEMPTIONS = 8 * Math.ceil(Math.max(1000, Number(process.env.BAUTA_CLASSIFIER_REDEMPTIONS ?? 0)) / 8);
/** Of one person at most. */
const VISITS_EACH = 2;
/** Redemptions by wallets that tell. */
const CONTROLS = 400;
/** People whose accounts are made at once: their wallets and the signing threads keep both cores busy. */
const AT_ONCE = 4;

/**
 * The most that a guess may be better than chance. By luck alone it is more in one of a hundred, for 500 are few; so
 * whoever is above has to guess again, of redemptions that nobody has seen, twice as many as those that it may now learn
 * from. The fault is there when both are above: by luck less than once in a million runs, all fifteen guesses together.
 */
const MARGIN = 0.05;
const AGAIN = 2 * REDEMPTIONS;
/** Deviations: of fifteen intervals together, luck leaves out chance less than twice in a hundred thousand runs. */
const WIDE = 4.85;
/** A scan of all bits of one label finds less by luck once in five hundred thousand runs. */
const UNLIKELY = 2e-6;
/** The bound of requirement R42 on the game of pairs. */
const PAIRS_MAX = 0.55;

interface Person {
  readonly source: Source;
  readonly attester: 0 | 1;
  readonly tokens: HeldToken[];
}

interface Redemption {
  readonly source: number;
  readonly attester: number;
  readonly transcript: Transcript;
}

const LABELS: Readonly<Record<string, (one: Redemption) => number>> = {
  source: ({ source }) => source,
  attester: ({ attester }) => attester,
  'source and attester': ({ source, attester }) => 2 * source + attester,
};

let house: EvidenceHouse;
let site: WatchedSite;
let people: Person[];
let seen: readonly Redemption[];
let table: FeatureTable;

const log = (line: string): void => void process.stdout.write(`${line}\n`);

beforeAll(async () => {
  let drawn = 0;
  const provider = fakeProvider({
    claims: {
      get sub() {
        return `sub-${++drawn}`;
      },
      get birthdate() {
        return `19${randomInt(40, 99)}-0${randomInt(1, 9)}-1${randomInt(0, 9)}`;
      },
    },
  });
  house = await openEvidenceHouse({ provider, second: 'second', env: { PORT_BASE: String(PORT_BASE) } });
  site = await openWatchedSite(house, SITE_PORT);
  const houses = [house, house.second as House] as const;
  const issuer = nameOf(house.origins.issuer);
  const names = houses.map(({ origins }) => ({ attester: nameOf(origins.attester), issuer }));
  const directories: Directories[] = [];
  for (const { attester } of names) {
    directories.push({
      attester: await loadDirectory(attester, house.fetch),
      issuer: await loadDirectory(issuer, house.fetch),
    });
  }
  const comers = shuffled(
    Array.from({ length: REDEMPTIONS / VISITS_EACH }, (_, i) => {
      return { source: SOURCES[i & 1] as Source, attester: ((i >> 1) & 1) as 0 | 1 };
    }),
  );
  people = [];
  const startedAt = performance.now();
  async function comeOneByOne(): Promise<void> {
    for (let next = comers.pop(); next; next = comers.pop()) {
      const at = houses[next.attester];
      const passkey = await enrolBy(at, next.source, provider);
      const batch = await fetchVisits(
        at,
        passkey,
        names[next.attester] as (typeof names)[0],
        directories[next.attester] as Directories,
      );
      people.push({ ...next, tokens: batch });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, comeOneByOne));
  const enrolledAt = performance.now();
  await redeem(40);
  seen = await redeem(REDEMPTIONS);
  const redeemedAt = performance.now();
  table = featuresOf(seen.map(({ transcript }) => transcript));
  log(
    `${people.length} people in ${Math.round(enrolledAt - startedAt)} ms, ${REDEMPTIONS} redemptions in ${Math.round(redeemedAt - enrolledAt)} ms`,
  );
}, 900_000);

afterAll(async () => {
  await site?.close();
  await house?.close();
});

/** So many redemptions in random order, equally many of each kind. @param leak what a wallet adds for one of that source. */
async function redeem(many: number, leak: (source: number) => Leak = () => ({})): Promise<Redemption[]> {
  const chosen = SOURCES.flatMap((source) =>
    [0, 1].flatMap((attester) => {
      const those = shuffled(people.filter((one) => one.source === source && one.attester === attester));
      return Array.from({ length: many / 4 }, (_, i) => those[i % those.length] as Person);
    }),
  );
  const redemptions: Redemption[] = [];
  for (const { source, attester, tokens } of shuffled(chosen)) {
    const number = SOURCES.indexOf(source);
    const transcript = await site.visit(tokens.pop() as HeldToken, leak(number));
    redemptions.push({ source: number, attester, transcript });
  }
  return redemptions;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function say(label: string, score: Score): void {
  const [low, high] = wilson(score, 1.96);
  log(
    `  ${label}, ${score.learner}: ${percent(accuracyOf(score))} of ${score.of}, 95 % from ${percent(low)} to ${percent(high)}, chance ${percent(score.chance)}`,
  );
}

const isAbove = (score: Score): boolean => accuracyOf(score) > score.chance + MARGIN;

describe(`what a site sees of ${REDEMPTIONS} redemptions`, () => {
  it('is the whole of them, and as many of each kind', () => {
    const kinds = [0, 1, 2, 3].map(
      (kind) => seen.filter((one) => LABELS['source and attester']?.(one) === kind).length,
    );
    expect(kinds).toEqual(kinds.map(() => REDEMPTIONS / 4));
    for (const { transcript } of seen) {
      expect(transcript.map(({ bytes }) => bytes.toString('latin1').split(' HTTP', 1)[0])).toEqual([
        'GET /',
        'GET /_age/go',
        'POST /_age/redeem',
        'GET /_age/enter',
        'GET /',
      ]);
    }
    const tokens = seen.map(({ transcript }) => readForm((transcript[2] as SeenRequest).bytes).get('token'));
    expect(new Set(tokens).size).toBe(REDEMPTIONS);
    const { bits, numbers } = table;
    log(`  ${bits.length} bits that differ, ${numbers.length} sizes, counts and times`);
    expect(bits.length).toBeGreaterThan(5000);
  });

  it('does not tell the source, the attester or both: no guess is better than chance', {
    timeout: 600_000,
  }, async () => {
    const suspects: [string, (typeof LEARNERS)[number]][] = [];
    for (const [label, classOf] of Object.entries(LABELS)) {
      const classes = seen.map(classOf);
      for (const learner of LEARNERS) {
        const score = play(learner, table, classes);
        say(label, score);
        const [low, high] = wilson(score, WIDE);
        expect([label, learner.name, low <= score.chance && score.chance <= high]).toEqual([label, learner.name, true]);
        if (isAbove(score)) suspects.push([label, learner]);
      }
    }
    if (suspects.length === 0) return;
    const more = [...seen, ...(await redeem(AGAIN))];
    const wider = featuresOf(more.map(({ transcript }) => transcript));
    for (const [label, learner] of suspects) {
      const score = playAgain(learner, wider, more.map(LABELS[label] as (one: Redemption) => number), seen.length);
      say(`${label}, asked again`, score);
      expect([label, learner.name, isAbove(score)]).toEqual([label, learner.name, false]);
    }
  });

  it('has no bit that goes with a source or an attester', () => {
    for (const [label, classOf] of Object.entries(LABELS)) {
      for (const one of new Set(seen.map(classOf))) {
        const { name, chance, nats } = scan(
          table,
          Uint8Array.from(seen, (row) => (classOf(row) === one ? 1 : 0)),
        );
        log(`  ${label} ${one}: most is told by ${name}, ${nats.toFixed(4)} nats, by luck in ${percent(chance)}`);
        expect([label, name, chance > UNLIKELY]).toEqual([label, name, true]);
      }
    }
  });

  it('does not tell of two redemptions whether they are of one source or attester', () => {
    const labels = Object.entries(LABELS);
    const areas = pairing(
      table,
      labels.map(([, classOf]) => seen.map(classOf)),
    );
    for (const [i, [label]] of labels.entries()) {
      log(`  ${label}: of two, area under the curve ${areas[i]?.toFixed(4)}`);
      expect(areas[i]).toBeLessThanOrEqual(PAIRS_MAX);
    }
  });
});

/** In three of five cases what it is given, else a coin. */
const mostly = (value: number): number => (randomInt(5) < 3 ? value : randomInt(2));

/** Writes the bit into the token, at a place where every token has chance. */
function markToken(one: Redemption): Redemption {
  const transcript = one.transcript.map((request) => {
    if (!request.bytes.toString('latin1').startsWith('POST')) return request;
    const text = request.bytes.toString('latin1');
    const written = readForm(request.bytes).get('token') as string;
    const token = parseBase64url(written);
    token[200] = ((token[200] as number) & 0xfe) | mostly(one.source);
    return { ...request, bytes: Buffer.from(text.replace(written, formatBase64url(token)), 'latin1') };
  });
  return { ...one, transcript };
}

describe('the same guesses', () => {
  it.each<[string, number, () => Redemption[] | Promise<Redemption[]>]>([
    [
      'a header that goes with the source three times of five',
      0.65,
      () => redeem(CONTROLS, (source) => ({ headers: { 'accept-language': mostly(source) === 1 ? 'fr' : 'en' } })),
    ],
    [
      'a form that is posted two milliseconds later',
      0.6,
      () => redeem(CONTROLS, (source) => (source === 1 ? { delay: 2 } : {})),
    ],
    [
      'a bit of the token that goes with the source three times of five',
      0.65,
      () => seen.slice(0, CONTROLS).map(markToken),
    ],
  ])('find %s', { timeout: 600_000 }, async (name, least, collect) => {
    const marked = await collect();
    const table = featuresOf(marked.map(({ transcript }) => transcript));
    const scores = LEARNERS.map((learner) =>
      play(
        learner,
        table,
        marked.map(({ source }) => source),
      ),
    );
    for (const score of scores) say(name, score);
    expect(Math.max(...scores.map(accuracyOf))).toBeGreaterThan(least);
    // Nothing was said of attesters.
    const others = LEARNERS.map((learner) =>
      play(
        learner,
        table,
        marked.map(({ attester }) => attester),
      ),
    );
    for (const score of others) expect(wilson(score, WIDE)[0]).toBeLessThan(score.chance);
  });
});
