import { formatBase64, parseBase64 } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';

describe('base64', () => {
  it.each(['', 'AA==', 'AAA=', 'AAAA', '+/+/', '//8='])('%j is canonical', (text) => {
    expect(formatBase64(parseBase64(text))).toBe(text);
  });

  it.each(['A', 'AA', 'AA=', 'AAA', 'AB==', 'AAB=', 'AA===', '====', 'AA==AAAA', '-_-_', 'AAA\n', ' AAA', 'AAé='])(
    '%j is not',
    (text) => {
      expect(() => parseBase64(text)).toThrow(TypeError);
    },
  );
});
