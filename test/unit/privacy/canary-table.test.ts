import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../privacy/canary/observe.ts';
import { DATA } from '../../privacy/canary/policy/data.ts';
import { PARTIES, PLACES } from '../../privacy/canary/policy/parties.ts';
import { cells, ruleOf } from '../../privacy/canary/policy/policy.ts';
import { reportCanary } from '../../privacy/canary/report.ts';
import { judge } from '../../privacy/canary/table/judge.ts';

const seen = (more: Partial<Sighting>): Sighting => ({
  ...{ datum: 'grant', party: 'issuer', place: 'sees', form: 'clear', isHashed: false, in: ['a request'] },
  ...more,
});
const verdictOf = (sighting: Sighting): string | undefined =>
  judge([sighting]).find(
    ({ datum, party, place }) => datum === sighting.datum && party === sighting.party && place === sighting.place,
  )?.verdict;

describe('the policy', () => {
  it('has a rule with a reason for every datum at every party and place', () => {
    const all = [...cells()];
    expect(all.length).toBe(DATA.length * PARTIES.length * PLACES.length);
    for (const { datum, party, place } of all) expect(ruleOf(datum, party, place).reason).not.toBe('');
  });

  it.each([
    ['attester', ['grant', 'blinded tokens', 'token that was shown', 'nullifier', 'name of the site']],
    ['issuer', ['credential id', 'account id', 'given name', 'token that was shown', 'name of the site']],
    ['wallet host', ['name of the site', 'path and query at the site', 'token that was shown', 'credential id']],
    ['site', ['credential id', 'account id', 'grant', 'blinded tokens', 'subject at the bank']],
  ] as const)('lets %s have nothing of what it must never see', (party, data) => {
    for (const datum of data) for (const place of PLACES) expect(ruleOf(datum, party, place).allowance).toBe('not');
  });

  it('lets no error body and no log of a room hold anything but the name of the site itself', () => {
    const open = [...cells()].filter(({ party, place }) => party !== 'web server' && /errors|logs/.test(place));
    const allowed = open.filter(({ datum, party, place }) => ruleOf(datum, party, place).allowance !== 'not');
    expect(allowed.map(({ datum, party, place }) => `${datum}: ${party} ${place}`)).toEqual([
      'name of the site: site errors',
      'name of the site: site logs',
    ]);
  });
});

describe('a cell', () => {
  it.each<[string, Partial<Sighting>, string]>([
    ['that must be filled', {}, 'found'],
    ['that may be filled', { datum: 'address of the person', party: 'log' }, 'found'],
    ['that is forbidden', { party: 'attester' }, 'breach'],
    ['that is forbidden, and holds a hash', { party: 'attester', isHashed: true }, 'breach'],
    ['for a hash, and holds one', { datum: 'session cookie', party: 'site', place: 'keeps', isHashed: true }, 'found'],
    ['for a hash, and holds the value', { datum: 'session cookie', party: 'site', place: 'keeps' }, 'breach'],
  ])('%s', (_, sighting, verdict) => {
    expect(verdictOf(seen(sighting))).toBe(verdict);
  });

  it('that must be filled and is not counts as missing', () => {
    const empty = judge([]);
    expect(empty.filter(({ verdict }) => verdict === 'missing').length).toBeGreaterThan(30);
    expect(empty.filter(({ verdict }) => verdict === 'breach')).toEqual([]);
  });
});

describe('the page', () => {
  const marks = Object.fromEntries(DATA.map((datum) => [datum, 1])) as Record<(typeof DATA)[number], number>;
  const filled = judge([])
    .filter(({ allowance }) => allowance === 'must')
    .map(({ datum, party, place }) => seen({ datum, party, place }));
  const page = (sightings: readonly Sighting[], counts = marks) => {
    const searched = { sightings, needles: 7, haystacks: 3, bytes: 99, bytesOf: {} };
    return reportCanary([{ name: 'a ground', journeys: [], searched, marks: counts }]);
  };

  it('holds when all is where it may be', () => {
    expect(page(filled).bounds.map(({ isHeld }) => isHeld)).toEqual([true, true, true]);
  });

  it('says what was found where it must not be, in the text of the picture too', () => {
    const { bounds, sections } = page([...filled, seen({ party: 'witness', place: 'keeps', form: 'hex' })]);
    expect(bounds[0]).toMatchObject({ isHeld: false, measured: expect.stringContaining('grant: witness keeps') });
    expect(sections[0]?.figures?.[0]).toContain('where it must not be: witness keeps');
    expect(sections[1]?.table?.rows).toEqual([['grant', 'witness', 'keeps', 'breach', 'hex', 'a request']]);
  });

  it('is missed when a certain cell is empty, or a datum was never looked for', () => {
    expect(page(filled.slice(1)).bounds[1]?.isHeld).toBe(false);
    expect(page(filled, { ...marks, portrait: 0 }).bounds[2]).toMatchObject({
      isHeld: false,
      measured: '1 (portrait)',
    });
  });
});
