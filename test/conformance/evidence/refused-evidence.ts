import type { Text } from '../text.ts';

/** Thrown for evidence, or a file of a report, that cannot be read as such. Says which file, and what is wrong with it. */
export class RefusedEvidence extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}
