import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from '../../../sdk/stores/redis/store-url.ts';

describe('the URL of a Redis', () => {
  const plain = { kind: 'single', tls: false, username: undefined, password: undefined, database: 0, master: '' };

  it.each([
    ['redis://localhost', { nodes: [{ host: 'localhost', port: 6379 }] }],
    ['redis://127.0.0.1:6380/2', { nodes: [{ host: '127.0.0.1', port: 6380 }], database: 2 }],
    ['redis://[::1]:6380', { nodes: [{ host: '::1', port: 6380 }] }],
    ['rediss://r.example/', { nodes: [{ host: 'r.example', port: 6379 }], tls: true }],
    ['redis://:p%40ss@h', { nodes: [{ host: 'h', port: 6379 }], password: 'p@ss' }],
    ['redis://me:pass@h', { nodes: [{ host: 'h', port: 6379 }], username: 'me', password: 'pass' }],
    [
      'redis+sentinel://a,b:26380/mymaster',
      {
        kind: 'sentinel',
        nodes: [
          { host: 'a', port: 26379 },
          { host: 'b', port: 26380 },
        ],
        master: 'mymaster',
      },
    ],
    [
      'rediss+cluster://me:pass@a:7000,b:7001',
      {
        kind: 'cluster',
        tls: true,
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 7001 },
        ],
        username: 'me',
        password: 'pass',
      },
    ],
  ])('%s', (url, expected) => {
    expect(parseRedisUrl(url)).toEqual({ ...plain, ...expected });
  });

  it.each([
    'http://localhost',
    'redis:localhost',
    'redis://',
    'redis://a,b',
    'redis://a/one',
    'redis://a/1/2',
    'redis://a:0',
    'redis://a:70000',
    'redis://a?x=1',
    'redis://a,,b',
    'redis+sentinel://a',
    'redis+cluster://a/1',
    'redis+other://a',
    'redis://:%zz@a',
    'redis://u:secret@a@b',
  ])('refuses %s, and quotes nothing', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(TypeError);
    expect(() => parseRedisUrl(url)).not.toThrow(/secret|localhost/);
  });
});
