import type { GateMethod } from '../../../sdk/gate/method.ts';

const texts = { action: 'Another way', learns: (age: number) => `This site sees who says that you are over ${age}.` };

/** A method that a site passes in, as far as the test says what it is. */
export function methodThat(more: Partial<GateMethod> = {}): GateMethod {
  return {
    name: 'another-way',
    privacy: 'source-visible',
    texts: { en: texts, fr: texts, it: texts },
    answer: async () => ({ status: 200, headers: { 'content-type': 'text/plain' }, cookies: [], body: 'asked' }),
    ...more,
  };
}
