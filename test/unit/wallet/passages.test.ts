import { describe, expect, it } from 'vitest';
import { buildPassages } from '../../../services/wallet/passages.ts';

describe('the ways to the end of a top-up', () => {
  const passages = buildPassages();
  const of = (path: string) => passages.find((one) => one.path === path);

  it('are two, and only one of them lets the browser forget what it keeps', () => {
    expect(passages.map(({ path }) => path)).toEqual(['/warm', '/renew']);
    expect(of('/warm')?.headers['clear-site-data']).toBeUndefined();
    expect(of('/renew')?.headers['clear-site-data']).toBe('"cache"');
  });

  it.each(passages)('$path is nobody’s page, so that what it leads to is kept as for a site', ({ headers, bytes }) => {
    const policy = headers['content-security-policy']?.split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-scripts');
    expect(headers['cache-control']).toBe('no-cache');
    const html = new TextDecoder().decode(bytes);
    expect(html).toContain('<meta http-equiv="refresh" content="0;url=/present#done">');
    expect(html).not.toMatch(/<script|https?:/);
  });
});
