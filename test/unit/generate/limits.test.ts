import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ACCOUNT_PASSKEYS_MAX, BATCH_SIZE } from '@bauta/sdk/protocol';
import type { Route } from '@bauta/services/http/route';
import { QUEUE_OF_THREAD } from '@bauta/services/issuer/queue-of-thread';
import { describe, expect, it } from 'vitest';
import { constantOf } from '../../generate/limits/constant-of.ts';
import { writeDoors } from '../../generate/limits/doors.ts';
import { writeLimits } from '../../generate/limits/write-limits.ts';
import { DESCRIBED } from '../../generate/rooms.ts';
import { ROOT } from '../../laws/sources.ts';

describe('the guide on limits', () => {
  it('is what the code says', () => {
    expect(readFileSync(join(ROOT, 'spec/guides/limits.md'), 'utf8')).toBe(writeLimits());
  });

  it('has a door for each that is described, with the length that it takes', () => {
    const rows = (DESCRIBED.attester?.() ?? []).map(({ path }) => writeDoors('attester').includes(` ${path}\``));
    expect(rows.length).toBeGreaterThan(15);
    expect(rows).not.toContain(false);
    expect(writeDoors('issuer')).toContain('7,772 bytes, else 422 `ERR_REQUEST_MALFORMED`');
  });

  it('is not written while there is a door that nobody describes, or one that is gone', () => {
    const [first, ...rest] = DESCRIBED.issuer?.() ?? [];
    const added = { ...first, path: '/more' } as Route;
    expect(() => writeDoors('issuer', [first as Route, ...rest, added])).toThrow('GET /more');
    expect(() => writeDoors('issuer', rest)).toThrow('no door of issuer: GET /.well-known/');
  });

  it.each(['{{nothing}}', '{{refusal ERR_NOTHING}}', '{{services/issuer/queue-of-thread.ts NOTHING}}'])(
    'is not made of %s',
    (template) => {
      expect(() => writeLimits(template)).toThrow(TypeError);
    },
  );
});

describe('a number of a source', () => {
  it('is the one that the code works with', () => {
    expect(constantOf('services/issuer/queue-of-thread.ts', 'QUEUE_OF_THREAD')).toBe(QUEUE_OF_THREAD);
    expect(constantOf('sdk/protocol/account.ts', 'ACCOUNT_PASSKEYS_MAX')).toBe(ACCOUNT_PASSKEYS_MAX);
    expect(constantOf('sdk/protocol/batch.ts', 'BATCH_SIZE')).toBe(BATCH_SIZE);
  });

  it('may be a product, a sum or a member, and is one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
    try {
      const file = join(folder, 'a.ts');
      writeFileSync(
        file,
        'const A = 17 * 1_048_576 + 1;\nconst B: number = 2;\nf({ size: 16_384, more: 1 });\nconst AB = 3;\nlet C = 1;\nC = 2;\n',
      );
      const path = relative(ROOT, file);
      expect(['A', 'B', 'size', 'AB'].map((name) => constantOf(path, name))).toEqual([17_825_793, 2, 16_384, 3]);
      expect(() => constantOf(path, 'C')).toThrow(TypeError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
