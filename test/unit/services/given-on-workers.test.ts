import { expect, it } from 'vitest';
import { ConfigFault } from '../../../services/settings/config-fault.ts';
import { givenOnWorkers } from '../../../services/workers/given.ts';

const SECRET = '07'.repeat(32);
const WITNESS = { WITNESS_SEED: SECRET, KEY_LOG: '{}' };
const open = (env: Record<string, unknown>) => givenOnWorkers('witness', { ...WITNESS, ...env }, fetch);

it('runs as in production unless it is told otherwise, and only on this machine', () => {
  expect(open({ WITNESS_ORIGIN: 'https://witness.example' }).config.production).toBe(true);
  expect(open({ DEMONSTRATION: 'yes' }).config.production).toBe(false);
  expect(open({ DEMONSTRATION: 'Yes', WITNESS_ORIGIN: 'https://witness.example' }).config.production).toBe(true);
});

it('does not take the word for rooms with addresses of their own', () => {
  expect(() => open({ DEMONSTRATION: 'yes', WITNESS_ORIGIN: 'https://witness.example' })).toThrow(ConfigFault);
});

it('takes no other time in production', () => {
  const now = Math.floor(Date.now() / 1000);
  const { clock } = open({ WITNESS_ORIGIN: 'https://witness.example', CLOCK_AHEAD: '86400' });
  expect(Math.abs(clock.now() - now)).toBeLessThan(60);
});
