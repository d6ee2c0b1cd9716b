import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../figures/chance.ts';
import { Breach, type OpenDoor } from '../door.ts';
import { changeBytes } from './change-bytes.ts';
import { createReach } from './reach.ts';
import { runRaw } from './run-raw.ts';
import { seedOf } from './seed-of.ts';
import { shareOut } from './share-out.ts';
import { shrink } from './shrink.ts';

const corpus = ['{"a":1,"b":[true,null]}', 'GET /films?page=2'].map((text) => writeUtf8(text));
const material = { corpus, words: [writeUtf8('"__proto__"')] };

/** A door that says of each input what `judge` says. */
const doorOf = (judge: (input: Bytes) => string): OpenDoor => ({
  inputs: fc.constant(corpus[0] as Bytes),
  enter: judge,
});
const run = (judge: (input: Bytes) => string, runs = 5000, seed = 7) => runRaw(doorOf(judge), { runs, seed, corpus });

describe('changed bytes', () => {
  const draw = (seed: number): readonly string[] => {
    const chance = chanceOf(seed);
    return Array.from({ length: 500 }, () => Buffer.from(changeBytes(material, chance)).toString('hex'));
  };

  it('are the same for the same seed, and others for another', () => {
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('hold true messages, words of the format, and mostly what was never there', () => {
    const drawn = draw(5);
    expect(drawn).toContain(Buffer.from(corpus[0] as Bytes).toString('hex'));
    expect(drawn.filter((one) => one.includes(Buffer.from('"__proto__"').toString('hex'))).length).toBeGreaterThan(5);
    expect(new Set(drawn).size).toBeGreaterThan(400);
  });

  it('leave the corpus as it was', () => {
    const before = corpus.map((bytes) => Buffer.from(bytes).toString('hex'));
    draw(9);
    expect(corpus.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(before);
  });
});

it('every door gets lots of its own', () => {
  expect(new Set(['json', 'xml', 'note'].map((door) => seedOf(door, 5))).size).toBe(3);
});

describe('a run', () => {
  it('counts how inputs ended, and finds nothing where nothing is wrong', async () => {
    const { runs, outcomes, findings } = await run((input) => (input.includes(0x7b) ? 'read' : 'refused'));
    expect([runs, findings]).toEqual([5000, []]);
    expect([...outcomes.values()].reduce((sum, one) => sum + one, 0)).toBe(5000);
    expect([...outcomes.keys()].sort()).toEqual(['read', 'refused']);
  });

  it('finds what breaks a promise, and makes it small', async () => {
    const { findings } = await run((input) => {
      if (input.includes(0xff) && input.includes(0x7b)) throw new Breach('an ff in a brace');
      return 'read';
    });
    expect(findings.map(({ error }) => error.message)).toEqual(['an ff in a brace']);
    expect([...(findings[0]?.input ?? [])].sort()).toEqual([0x7b, 0xff]);
  });

  it('passes on what is a fault of its own', async () => {
    await expect(
      run(() => {
        throw new RangeError('ours');
      }),
    ).rejects.toThrow('ours');
  });

  it('keeps what V8 says reached further, and goes on from it', async () => {
    const deep = (input: Bytes): string => {
      if (input[0] !== 0x7b) return 'refused';
      if (input[1] === 0x22) return input.length > 60 ? 'read, long' : 'read';
      return 'refused, a name';
    };
    const reach = createReach((url) => url.includes('raw.test'));
    const { guided, blocks } = await runRaw(doorOf(deep), { runs: 2000, guidedRuns: 1000, seed: 7, corpus, reach });
    expect(guided.runs).toBeGreaterThanOrEqual(1000);
    expect(guided.kept.length).toBeGreaterThan(0);
    expect(blocks).toBeGreaterThan(0);
  });
});

it('shrinks by leaving out, as far as it stays the same', async () => {
  const input = writeUtf8('aaaaXbbbbbbbbbYcc');
  const small = await shrink(input, async (bytes) => /X.*Y/.test(new TextDecoder().decode(bytes)));
  expect(new TextDecoder().decode(small)).toBe('XY');
});

it('shares inputs out by speed', () => {
  const shares = shareOut(900, [
    { door: 'slow', runs: 100, seconds: 1 },
    { door: 'fast', runs: 100, seconds: 0.5 },
  ]);
  expect(shares).toEqual([
    { door: 'slow', runs: 300 },
    { door: 'fast', runs: 600 },
  ]);
  expect(shareOut(-5, [{ door: 'slow', runs: 100, seconds: 1 }])).toEqual([]);
});
