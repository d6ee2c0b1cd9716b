import { beforeAll, describe, expect, it } from 'vitest';
import { type GroundFound, searchGround } from './canary/campaign.ts';
import { HOUSE_PEOPLE, walkHouse } from './canary/grounds/house-ground.ts';
import { drawFrom } from './canary/lots.ts';
import { createPersona } from './canary/persona.ts';
import { DATA } from './canary/policy/data.ts';
import { type Cell, judge } from './canary/table/judge.ts';
import { occursIn } from './haystack.ts';

const PORT_BASE = 27_100;

let found: GroundFound;
let cells: readonly Cell[];

const named = (verdict: Cell['verdict']): string[] =>
  cells.filter((cell) => cell.verdict === verdict).map(({ datum, party, place }) => `${datum}: ${party} ${place}`);

beforeAll(async () => {
  const draw = drawFrom('canary.test.ts');
  const people = Array.from({ length: HOUSE_PEOPLE }, (_, number) => createPersona(number, draw));
  found = await searchGround('a house', (marks) => walkHouse({ marks, people, portBase: PORT_BASE }));
  cells = judge(found.searched.sightings);
}, 120_000);

describe('after every journey that needs no browser, and refusals of every kind', () => {
  it('there is a value of every datum to look for', () => {
    expect(DATA.filter((datum) => found.marks[datum] === 0)).toEqual([]);
  });

  it('there is something to search of every room', () => {
    const { bytesOf } = found.searched;
    for (const party of ['attester', 'issuer', 'site']) {
      for (const place of ['sees', 'says', 'errors', 'keeps', 'logs']) {
        expect([party, place, (bytesOf[`${party} ${place}`] ?? 0) > 100]).toEqual([party, place, true]);
      }
    }
  });

  it.each(['attester', 'issuer', 'site'])('the store of %s holds only what it may', (room) => {
    expect(named('breach').filter((cell) => cell.endsWith(`: ${room} keeps`))).toEqual([]);
  });

  it('no log and no error body holds any of it', () => {
    expect(named('breach').filter((cell) => /(logs|errors)$/.test(cell))).toEqual([]);
  });

  it('no datum is in a forbidden cell', () => {
    expect(named('breach')).toEqual([]);
  });

  it('every datum is where it is certain to be, so the search can find', () => {
    expect(named('missing')).toEqual([]);
  });

  it('a passkey is kept as it is, a session of the site by its hash alone', () => {
    const formsOf = (datum: string, party: string): readonly string[] =>
      cells.find((cell) => cell.datum === datum && cell.party === party && cell.place === 'keeps')?.forms ?? [];
    expect(formsOf('credential id', 'attester')).toContain('clear');
    expect(formsOf('session cookie', 'site')).not.toEqual([]);
    expect(formsOf('session cookie', 'site').filter((form) => !form.startsWith('sha256'))).toEqual([]);
  });
});

describe('the search of one value', () => {
  const needle = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) & 0xff);
  const around = Buffer.from('some text before ');

  it.each<[string, Uint8Array]>([
    ['raw', needle],
    ['in hexadecimal', Buffer.from(Buffer.from(needle).toString('hex'))],
    ['in base64', Buffer.from(Buffer.from(needle).toString('base64'))],
    ['in base64url', Buffer.from(Buffer.from(needle).toString('base64url'))],
    ['in base64 one byte off', Buffer.from(Buffer.concat([Buffer.from('x'), needle]).toString('base64'))],
    ['in base64url two bytes off', Buffer.from(Buffer.concat([Buffer.from('xy'), needle]).toString('base64url'))],
  ])('finds what is hidden %s', (_, hidden) => {
    expect(occursIn(Buffer.concat([around, hidden, around]), needle)).toBe(true);
  });

  it('finds nothing in what is not there', () => {
    expect(occursIn(Buffer.concat([around, needle.slice(1), around]), needle)).toBe(false);
  });
});
