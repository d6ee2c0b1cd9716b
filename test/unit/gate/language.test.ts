import { chooseLanguage } from '@bauta/sdk/gate';
import { describe, expect, it } from 'vitest';

describe('the language', () => {
  it.each([
    [null, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['FR-ca', 'fr'],
    ['it-CH, fr;q=0.9', 'it'],
    ['de, fr;q=0.5, en;q=0.7', 'en'],
    ['en;q=0.1, fr;q=0.2', 'fr'],
    ['fr;q=0, en', 'en'],
    ['de', 'en'],
    ['*', 'en'],
    [';;;,,,q=fr', 'en'],
    ['fr;q=much', 'en'],
  ])('of %j is %s', (accepted, language) => {
    expect(chooseLanguage(accepted, ['en', 'fr', 'it'])).toBe(language);
  });
});
