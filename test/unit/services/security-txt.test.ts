import { describe, expect, it } from 'vitest';
import { createRoom } from '../../../services/http/room.ts';
import { type SecurityContact, securityTxt } from '../../../services/http/security-txt.ts';
import { loadConfig } from '../../../services/settings/config.ts';
import { ConfigFault } from '../../../services/settings/config-fault.ts';
import { parseFlags } from '../../../services/settings/flags.ts';

const PATH = '/.well-known/security.txt';
const DAY = 86_400;
const MORNING = Date.UTC(2026, 10, 23) / 1000;
const CONTACT = 'https://operator.example/report';

function roomAt(now: number, security?: SecurityContact) {
  const clock = { now: () => now, onJump: () => {} };
  const rest = (): Response => new Response('the site itself');
  return createRoom({ name: 'wallet', routes: [], healthy: () => true, clock, log: () => {}, security, rest });
}

function load(env: Readonly<Record<string, string>>) {
  return loadConfig(env, parseFlags([]), { read: () => '07'.repeat(32), readOrMake: () => '07'.repeat(32) });
}

function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigFault) return [...new Set(error.lines)];
    throw error;
  }
  return [];
}

describe('security.txt', () => {
  it('has the lines of RFC 9116, the page of rules where there is one', () => {
    expect(securityTxt({ securityContact: CONTACT }, MORNING)).toBe(
      `Contact: ${CONTACT}\nExpires: 2027-05-22T00:00:00Z\nPreferred-Languages: fr, en\n`,
    );
    expect(
      securityTxt({ securityContact: CONTACT, securityPolicy: 'https://operator.example/rules' }, MORNING),
    ).toMatch(/fr, en\nPolicy: https:\/\/operator\.example\/rules\n$/);
  });

  it('is the same all day, another the next day, and never good for a year', () => {
    const at = (now: number) => securityTxt({ securityContact: CONTACT }, now) ?? '';
    expect(at(MORNING + DAY - 1)).toBe(at(MORNING));
    expect(at(MORNING + DAY)).not.toBe(at(MORNING));
    for (const now of [0, MORNING, MORNING + DAY - 1, MORNING + 500 * DAY]) {
      const left = Date.parse(/^Expires: (.+)$/m.exec(at(now))?.[1] ?? '') / 1000 - now;
      expect(left).toBeGreaterThan(90 * DAY);
      expect(left).toBeLessThan(365 * DAY);
    }
  });

  it('is a plain file: no cookie, no validator, the headers of the others', async () => {
    const room = roomAt(MORNING + 5, { securityContact: CONTACT });
    const answer = await room.request(PATH);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(securityTxt({ securityContact: CONTACT }, MORNING));
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    });
    expect((await room.request(PATH, { method: 'HEAD' })).status).toBe(200);
    expect((await room.request(PATH, { method: 'POST' })).status).toBe(405);
  });

  it('is not there without a contact', async () => {
    expect((await roomAt(MORNING, {}).request(PATH)).status).toBe(404);
    expect((await roomAt(MORNING, load({}).of('wallet')).request(PATH)).status).toBe(404);
  });
});

describe('SECURITY_CONTACT', () => {
  it.each(['mailto:security@operator.example', CONTACT, 'https://operator.example/report?lang=fr'])(
    'may be %s',
    (one) => {
      const config = load({ SECURITY_CONTACT: one, SECURITY_POLICY: 'https://operator.example/rules' });
      for (const room of ['demo-site', 'wallet', 'attester', 'issuer', 'log', 'witness'] as const) {
        expect(config.of(room).securityContact).toBe(one);
        expect(config.of(room).securityPolicy).toBe('https://operator.example/rules');
      }
    },
  );

  it('is nothing unless it is set, also in the rooms for demonstration', () => {
    expect(load({}).of('issuer').securityContact).toBeUndefined();
    expect(load({ SECURITY_CONTACT: CONTACT }).of('phone')).not.toHaveProperty('securityContact');
  });

  it.each([
    'security@operator.example',
    'http://operator.example/report',
    'https://user:word@operator.example/',
    'https:operator.example',
    'javascript:alert(1)',
    'mailto:',
    'mailto:a@b.example,c@d.example',
    'mailto:a@b.example?subject=x',
    `${CONTACT}\nContact: https://elsewhere.example/`,
    'https://operator.example/a b',
    'tel:+33-1-00-00-00-00',
  ])('may not be %j, and the start says what it may be', (one) => {
    expect(faultsOf({ SECURITY_CONTACT: one })).toEqual([
      expect.stringMatching(/^SECURITY_CONTACT: must be mailto: and one address, or an https address \(where people /),
    ]);
  });

  it('has to stand beside a policy, which is an https address', () => {
    expect(faultsOf({ SECURITY_POLICY: 'https://operator.example/rules' })).toEqual([
      expect.stringMatching(/^SECURITY_CONTACT: must be set beside SECURITY_POLICY /),
    ]);
    expect(faultsOf({ SECURITY_CONTACT: CONTACT, SECURITY_POLICY: 'http://operator.example/rules' })).toEqual([
      expect.stringMatching(/^SECURITY_POLICY: must be an https address /),
    ]);
  });
});
