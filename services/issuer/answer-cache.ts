import type { Bytes } from '@bauta/sdk/protocol';

const ANSWERS = 1000;

/** The last thousand answers, so that a retry within moments costs no signature. Consulted after every check only. */
export interface AnswerCache {
  get(id: string): Bytes | undefined;
  set(id: string, answer: Bytes): void;
}

export function createAnswerCache(): AnswerCache {
  // A Map keeps the order of insertion, so its first key is the one that was used longest ago.
  const answers = new Map<string, Bytes>();
  return {
    get(id) {
      const answer = answers.get(id);
      if (answer) {
        answers.delete(id);
        answers.set(id, answer);
      }
      return answer;
    },
    set(id, answer) {
      answers.set(id, answer);
      if (answers.size > ANSWERS) answers.delete(answers.keys().next().value as string);
    },
  };
}
