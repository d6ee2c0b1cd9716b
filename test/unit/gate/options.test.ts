import { ageGate } from '@bauta/sdk/gate';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { NOON, optionsFor } from './site.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer('issuer.example', NOON);
});
const clock = { now: NOON };

/** The faults of a gate with these changes, one a line. */
function faultsOf(changes: Record<string, unknown>): string[] {
  try {
    ageGate({ ...optionsFor(issuer, clock), ...changes } as never);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    const [title, ...lines] = (error as TypeError).message.split('\n');
    expect(title).toBe('ageGate cannot start:');
    return lines.map((line) => (line.trim().split(':')[0] as string) ?? '');
  }
}

describe('the options', () => {
  it('hold as they are in these tests', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it('are judged all at once', () => {
    const none = { origin: undefined, issuer: undefined, wallet: undefined, secrets: undefined, spent: undefined };
    expect(faultsOf({ ...none, sessions: undefined, threshold: 17, publicPaths: ['/'], clientOnly: true })).toEqual([
      'origin',
      'issuer',
      'wallet',
      'threshold',
      'secrets',
      'spent',
      'sessions',
      'publicPaths',
      'clientOnly',
    ]);
  });

  it.each([
    ['origin', 'http://site.example'],
    ['origin', 'https://site.example/'],
    ['origin', 'https://site.example/path'],
    ['origin', 'https://user@site.example'],
    ['origin', 'https://SITE.example'],
    ['origin', 'site.example'],
    ['wallet', 'https://wallet.example/present'],
    ['wallet', 'https://site.example'],
    ['wallet', ['https://wallet.example']],
    ['issuer', 'https://issuer.example'],
    ['issuer', 'Issuer.example'],
    ['issuer', 'issuer.example/path'],
    ['issuer', ['issuer.example', 'other.example']],
    ['threshold', 17],
    ['threshold', '18'],
    ['secrets', []],
    ['secrets', [new Uint8Array(31)]],
    ['secrets', [new Uint8Array(32), new Uint8Array(16)]],
    ['secrets', ['a text of more than thirty-two characters']],
    ['secrets', new Uint8Array(32)],
    ['spent', { spend: true }],
    ['sessions', { put() {}, take() {} }],
    ['publicPaths', '/public/'],
    ['publicPaths', ['/public/..']],
    ['publicPaths', ['/_age/gate']],
    ['publicPaths', ['/']],
    ['now', 0],
    ['onRefused', 'log'],
    ['clientOnly', false],
    ['mode', 'client'],
  ])('refuse %s %j', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([name]);
  });

  it('take http on localhost, for development', () => {
    expect(faultsOf({ origin: 'http://demo.localhost:4000', wallet: 'http://wallet.localhost:4001' })).toEqual([]);
  });

  it('are never quoted', () => {
    const secret = new TextEncoder().encode('a secret of 22 bytes');
    expect(() => ageGate({ ...optionsFor(issuer, clock), secrets: [secret], origin: 'ftp://private' })).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/private|97,32/) }),
    );
  });

  it('are not changed by what is done to the arrays later', async () => {
    const publicPaths = ['/public/'];
    const gate = ageGate({ ...optionsFor(issuer, clock), publicPaths });
    await gate.refresh();
    publicPaths.push('/films/');
    expect(await gate.handle(new Request('https://site.example/films/3'))).toHaveProperty('response');
  });
});
