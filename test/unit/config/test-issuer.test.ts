import { type GateConfigFault, readGateConfig } from '@bauta/sdk/config';
import { describe, expect, it } from 'vitest';
import { TEST_OUTCOMES } from '../../../sdk/config/read-test-issuer.ts';
import { TEST_COURSES } from '../../../sdk/test-issuer/outcomes.ts';

const SOURCES = { env: { AGE_SECRET: 'ab'.repeat(32) }, readFile: () => '', modeOf: () => undefined };

const file = (origin: string, word: string): string => `origin = "${origin}"
issuer = "issuer.example"
wallet = "https://wallet.example"
secrets_env = "AGE_SECRET"
store = "sqlite:./age.db"
test_issuer = ${word}
`;

function faultsOf(text: string, env = {}): readonly string[] {
  try {
    readGateConfig(text, { ...SOURCES, env: { ...SOURCES.env, ...env } });
    return [];
  } catch (error) {
    return (error as GateConfigFault).lines('bauta.toml');
  }
}

describe('test_issuer in bauta.toml', () => {
  it('is one of the words of the test issuer', () => {
    expect(TEST_OUTCOMES).toEqual(Object.keys(TEST_COURSES));
    for (const word of TEST_OUTCOMES) {
      const config = readGateConfig(file('http://localhost:8080', `"${word}"`), SOURCES);
      expect(config.testIssuer).toBe(word);
      expect(config.options).not.toHaveProperty('testIssuer');
    }
  });

  it.each(['"Pass"', '"toString"', 'true', '["pass"]', '""'])('is refused as %s, with its line', (word) => {
    expect(faultsOf(file('http://localhost:8080', word))).toEqual([
      expect.stringMatching(/^bauta\.toml:6: test_issuer: must be pass, fail, spent, expired or slow/),
    ]);
  });

  it.each(['https://site.example', 'https://localhost:8080'])('is refused for %s, with its line', (origin) => {
    expect(faultsOf(file(origin, '"pass"'))).toEqual([
      'bauta.toml:6: test_issuer: lets everyone in, so it starts for an origin of http on localhost alone',
    ]);
  });

  it('is refused in production, with its line', () => {
    expect(faultsOf(file('http://localhost:8080', '"pass"'), { NODE_ENV: 'production' })).toEqual([
      'bauta.toml:6: test_issuer: lets everyone in, so it does not start with NODE_ENV=production',
    ]);
  });

  it('is not there unless the file asks for it', () => {
    const text = file('https://site.example', '"pass"').replace(/^test_issuer.*\n/m, '');
    expect(readGateConfig(text, SOURCES).testIssuer).toBeUndefined();
  });
});
